import type { Crash, OsName } from './minidump.ts';

/** What a crash is called on its system, e.g. `SIGSEGV / SEGV_MAPERR` or `EXCEPTION_ACCESS_VIOLATION_READ`; the number in hex where it has no name. */
export function crashReason(crash: Crash, os: OsName | null): string {
  switch (os) {
    case 'Windows':
      return windowsReason(crash);
    case 'macOS':
    case 'iOS':
      return machReason(crash);
    case 'Linux':
    case 'Android':
      return signalReason(crash);
    default:
      return `${hex(crash.code)} / ${hex(crash.flags)}`;
  }
}

/** Source: ntstatus.h */
const ntStatuses: ReadonlyMap<number, string> = new Map([
  [0x40000015, 'STATUS_FATAL_APP_EXIT'],
  [0x80000001, 'EXCEPTION_GUARD_PAGE'],
  [0x80000002, 'EXCEPTION_DATATYPE_MISALIGNMENT'],
  [0x80000003, 'EXCEPTION_BREAKPOINT'],
  [0x80000004, 'EXCEPTION_SINGLE_STEP'],
  [0xc0000008, 'EXCEPTION_INVALID_HANDLE'],
  [0xc0000017, 'STATUS_NO_MEMORY'],
  [0xc000001d, 'EXCEPTION_ILLEGAL_INSTRUCTION'],
  [0xc0000025, 'EXCEPTION_NONCONTINUABLE_EXCEPTION'],
  [0xc0000026, 'EXCEPTION_INVALID_DISPOSITION'],
  [0xc000008c, 'EXCEPTION_BOUNDS_EXCEEDED'],
  [0xc000008d, 'EXCEPTION_FLT_DENORMAL_OPERAND'],
  [0xc000008e, 'EXCEPTION_FLT_DIVIDE_BY_ZERO'],
  [0xc000008f, 'EXCEPTION_FLT_INEXACT_RESULT'],
  [0xc0000090, 'EXCEPTION_FLT_INVALID_OPERATION'],
  [0xc0000091, 'EXCEPTION_FLT_OVERFLOW'],
  [0xc0000092, 'EXCEPTION_FLT_STACK_CHECK'],
  [0xc0000093, 'EXCEPTION_FLT_UNDERFLOW'],
  [0xc0000094, 'EXCEPTION_INT_DIVIDE_BY_ZERO'],
  [0xc0000095, 'EXCEPTION_INT_OVERFLOW'],
  [0xc0000096, 'EXCEPTION_PRIV_INSTRUCTION'],
  [0xc00000fd, 'EXCEPTION_STACK_OVERFLOW'],
  [0xc0000135, 'STATUS_DLL_NOT_FOUND'],
  [0xc000013a, 'STATUS_CONTROL_C_EXIT'],
  [0xc0000194, 'EXCEPTION_POSSIBLE_DEADLOCK'],
  [0xc0000374, 'STATUS_HEAP_CORRUPTION'],
  [0xc0000409, 'EXCEPTION_STACK_BUFFER_OVERRUN'],
  [0xc0000417, 'STATUS_INVALID_CRUNTIME_PARAMETER'],
  [0xc0000420, 'STATUS_ASSERTION_FAILURE'],
  [0xe06d7363, 'Unhandled C++ Exception'],
]);

const accesses: ReadonlyMap<bigint, string> = new Map([
  [0n, 'READ'],
  [1n, 'WRITE'],
  [8n, 'EXEC'],
]);

function windowsReason({ code, parameters }: Crash): string {
  const access = accesses.get(parameters[0] ?? -1n);
  if (code === 0xc0000005) return access ? `EXCEPTION_ACCESS_VIOLATION_${access}` : 'EXCEPTION_ACCESS_VIOLATION';
  if (code === 0xc0000006) return access ? `EXCEPTION_IN_PAGE_ERROR_${access}` : 'EXCEPTION_IN_PAGE_ERROR';
  return ntStatuses.get(code) ?? hex(code);
}

/** Source: mach/exception_types.h */
const machExceptions: ReadonlyMap<number, string> = new Map([
  [1, 'EXC_BAD_ACCESS'],
  [2, 'EXC_BAD_INSTRUCTION'],
  [3, 'EXC_ARITHMETIC'],
  [4, 'EXC_EMULATION'],
  [5, 'EXC_SOFTWARE'],
  [6, 'EXC_BREAKPOINT'],
  [7, 'EXC_SYSCALL'],
  [8, 'EXC_MACH_SYSCALL'],
  [9, 'EXC_RPC_ALERT'],
  [10, 'EXC_CRASH'],
  [11, 'EXC_RESOURCE'],
  [12, 'EXC_GUARD'],
  [13, 'EXC_CORPSE_NOTIFY'],
]);

/** Of EXC_BAD_ACCESS. Source: mach/kern_return.h */
const kernelReturns: ReadonlyMap<number, string> = new Map([
  [1, 'KERN_INVALID_ADDRESS'],
  [2, 'KERN_PROTECTION_FAILURE'],
  [8, 'KERN_NO_ACCESS'],
  [9, 'KERN_MEMORY_FAILURE'],
  [10, 'KERN_MEMORY_ERROR'],
  [50, 'KERN_CODESIGN_ERROR'],
]);

function machReason({ code, flags }: Crash): string {
  const name = machExceptions.get(code) ?? hex(code);
  return `${name} / ${(code === 1 ? kernelReturns.get(flags) : undefined) ?? hex(flags)}`;
}

/** Source: signal(7) */
const signals: ReadonlyMap<number, string> = new Map([
  [1, 'SIGHUP'],
  [2, 'SIGINT'],
  [3, 'SIGQUIT'],
  [4, 'SIGILL'],
  [5, 'SIGTRAP'],
  [6, 'SIGABRT'],
  [7, 'SIGBUS'],
  [8, 'SIGFPE'],
  [9, 'SIGKILL'],
  [10, 'SIGUSR1'],
  [11, 'SIGSEGV'],
  [12, 'SIGUSR2'],
  [13, 'SIGPIPE'],
  [14, 'SIGALRM'],
  [15, 'SIGTERM'],
  [16, 'SIGSTKFLT'],
  [24, 'SIGXCPU'],
  [25, 'SIGXFSZ'],
  [31, 'SIGSYS'],
]);

/** By signal, from code 1 on. Source: sigaction(2) */
const signalCodes: ReadonlyMap<number, readonly string[]> = new Map([
  [4, ['ILL_ILLOPC', 'ILL_ILLOPN', 'ILL_ILLADR', 'ILL_ILLTRP', 'ILL_PRVOPC', 'ILL_PRVREG', 'ILL_COPROC', 'ILL_BADSTK']],
  [5, ['TRAP_BRKPT', 'TRAP_TRACE', 'TRAP_BRANCH', 'TRAP_HWBKPT']],
  [7, ['BUS_ADRALN', 'BUS_ADRERR', 'BUS_OBJERR', 'BUS_MCEERR_AR', 'BUS_MCEERR_AO']],
  [8, ['FPE_INTDIV', 'FPE_INTOVF', 'FPE_FLTDIV', 'FPE_FLTOVF', 'FPE_FLTUND', 'FPE_FLTRES', 'FPE_FLTINV', 'FPE_FLTSUB']],
  [11, ['SEGV_MAPERR', 'SEGV_ACCERR', 'SEGV_BNDERR', 'SEGV_PKUERR']],
  [31, ['SYS_SECCOMP']],
]);

const anyCodes: ReadonlyMap<number, string> = new Map([
  [0, 'SI_USER'],
  [0x80, 'SI_KERNEL'],
  [-1, 'SI_QUEUE'],
  [-2, 'SI_TIMER'],
  [-3, 'SI_MESGQ'],
  [-4, 'SI_ASYNCIO'],
  [-5, 'SI_SIGIO'],
  [-6, 'SI_TKILL'],
]);

function signalReason({ code, flags }: Crash): string {
  if (code === 0xffffffff) return 'DUMP_REQUESTED';
  const detail = signalCodes.get(code)?.[flags - 1] ?? anyCodes.get(flags | 0) ?? hex(flags);
  return `${signals.get(code) ?? hex(code)} / ${detail}`;
}

function hex(number: number): string {
  return `0x${number.toString(16).padStart(8, '0')}`;
}
