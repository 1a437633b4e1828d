/** In the form of iOS. */
export const aReport = `Incident Identifier: 6156848E-344E-4D9E-84E0-87AFD0D0AE7B
CrashReporter Key:   d3e622273dd1296e8599964c99f70e07d25c8ddc
Hardware Model:      iPhone12,1
Process:             Shop [2125]
Code Type:           ARM-64 (Native)

Date/Time:           2026-10-14 23:09:20.9645 +0100
OS Version:          iPhone OS 26.2 (23B5061e)
Report Version:      104

Exception Type:  EXC_BAD_ACCESS (SIGSEGV)
Exception Subtype: KERN_INVALID_ADDRESS at 0x0000000000000008
Triggered by Thread:  1

Thread 0 name:  Dispatch queue: com.apple.main-thread
Thread 0:
0   libsystem_kernel.dylib        \t0x00000001b0000008 mach_msg2_trap + 8

Thread 1 Crashed:
0   Shop                          \t0x0000000100001234 Cart.pay(_:) + 100 (Cart.swift:26)
1   Shop Widgets                  \t0x000000010000a000 0x100000000 + 40960

Thread 1 crashed with ARM Thread State (64-bit):
    x0: 0x0000000000000000   x1: 0x00000000000000ff
    pc: 0x0000000100001234

Binary Images:
0x100000000 - 0x100007fff Shop arm64  <0123456789abcdef0123456789abcdef> /var/containers/Shop.app/Shop
0x1b0000000 - 0x1b0000fff libsystem_kernel.dylib arm64e  <ffffffffffffffffffffffffffffffff> /usr/lib/system/libsystem_kernel.dylib

`;
