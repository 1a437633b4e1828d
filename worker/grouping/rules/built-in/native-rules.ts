import { functions, list, ofFamily, packages, paths } from './write-rules.ts';

/** Rules for frames of native code: categories first, then what follows from them. */
export const nativeRules = ofFamily('family:native', [
  // Systems
  ...packages(
    'category=system',
    `
    /System/Library/**, /System/iOSSupport/**, /usr/lib/**, /lib/**, /lib64/**, /usr/local/lib/**,
    **/Xcode.app/**/CoreSimulator/**/Library/Frameworks/**, **/iOS DeviceSupport/**, /apex/**, /vendor/lib*/**, ?:/Windows/**,
    ?:/Program Files/NVIDIA**, linux-gate.so*, linux-vdso.so*, libart.so, libc.so*, libsystem_*.dylib, ntdll.dll, kernel32.dll, kernelbase.dll,
    ucrtbase.dll, user32.dll
  `,
  ),
  // What a family of functions is for
  ...functions(
    'category=std',
    `
    std::*, __gnu_cxx::*, __cxxabiv1::*, core::*, alloc::*, <std::*, <core::*, <alloc::*, __dynamic_cast, __cxa_*
  `,
  ),
  ...functions('category=std', '_gnu_cxx::*, stdext::*, __rust_*, rust_begin_unwind'),
  ...packages(
    'category=ui',
    `
    **/AppKit.framework/**, **/UIKit.framework/**, **/UIKitCore.framework/**, **/HIToolbox.framework/**, **/QuartzCore.framework/**,
    **/SwiftUI.framework/**, **/Foundation.framework/**, **/CoreFoundation.framework/**, **/user32.dll, **/comctl32.dll
  `,
  ),
  ...list('std::*, core::*, alloc::*').map((name) => `function:${name} path:**.rs category=rust`),
  ...functions(
    'category=ui',
    `
    UIApplicationMain, NSApplicationMain, -[NSApplication*, -[UIApplication*, _UIApplication*, CFRunLoop*, __CFRunLoop*, __CFRUNLOOP_*,
    GSEventRunModal
  `,
  ),
  ...packages(
    'category=av',
    `
    **/AVFoundation.framework/**, **/CoreAudio.framework/**, **/AudioToolbox.framework/**, **/CoreMedia.framework/**
  `,
  ),
  ...packages(
    'category=gl',
    `
    **/OpenGL.framework/**, **/OpenGLES.framework/**, **/Metal.framework/**, **/opengl32.dll, **/d3d*.dll, **/dxgi.dll
  `,
  ),
  ...packages(
    'category=driver',
    `
    **/nvwgf2um*.dll, **/nvoglv*.dll, **/ati*.dll, **/amd*.dll, **/ig*icd*.dll, **/ig*um*.dll, /System/Library/Extensions/**,
    **/GPUSupport.framework/**
  `,
  ),
  ...functions(
    'category=malloc',
    `
    malloc, calloc, realloc, operator new*, _malloc*, malloc_*, szone_malloc*, tiny_malloc*, nanov2_malloc*, RtlAllocateHeap, HeapAlloc
  `,
  ),
  ...functions('category=free', 'free, operator delete*, _free*, free_*, szone_free*, free_tiny, RtlFreeHeap, HeapFree, nanov2_free*'),
  ...functions(
    'category=lowlevel',
    `
    memcpy, memmove, memset, memcmp, strlen, strcpy, strcmp, strncpy, _platform_mem*, _platform_str*, __mem*, __str*_sse*
  `,
  ),
  ...functions(
    'category=lowlevel',
    `
    _pthread_testcancel, pthread_testcancel, objc_msgSend*, objc_release, objc_retain, objc_autorelease*, swift_release, swift_retain,
    _swift_release_*, _objc_*
  `,
  ),
  // Where a thread begins
  ...functions(
    'category=threadbase',
    `
    start, _start, __libc_start_main*, __libc_start_call_main, _dyld_start, __scrt_common_main*, invoke_main, wWinMain, WinMain, mainCRTStartup,
    WinMainCRTStartup, thread_start, start_wqthread, _pthread_start, _pthread_body, _pthread_wqthread, __pthread_start, pthread_start, start_thread,
    __start_thread, clone, __clone, BaseThreadInitThunk, RtlUserThreadStart, _RtlUserThreadStart, __RtlUserThreadStart, thread_start<T>,
    _beginthreadex*, std::thread::_Invoker*, std::__1::__thread_proxy*, std::rt::lang_start*, std::panicking::try*, *__rust_maybe_catch_panic,
    std::sys_common::backtrace::__rust_begin_short_backtrace, std::sys::*thread::Thread::new::thread_start
  `,
  ),
  ...list(`
    /usr/lib/system/libdispatch.dylib, **/libdispatch.so*, /usr/lib/system/introspection/libdispatch.dylib
  `).map((path) => `package:${path} function:_dispatch_* category=threadbase`),
  // Without symbols: below the app it began a thread
  'package:**/libsystem_pthread.dylib function:"<unknown>" | [ !package:/usr/lib/** ] category=threadbase',
  // How a crash is made
  ...functions(
    'category=throw',
    `
    abort, __abort, _abort, raise, gsignal, __pthread_kill, pthread_kill, __pthread_kill_implementation, abort_message, std::terminate,
    std::__terminate, *_terminate_handler, _objc_terminate*, _CxxThrowException, __cxa_throw, __cxa_rethrow, objc_exception_throw,
    objc_exception_rethrow, +[NSException raise*, -[NSException raise*, RaiseException, RtlRaiseException, __CxxFrameHandler*, _invoke_watson,
    _invalid_parameter*, __fastfail, exit, _exit, __assert_fail*, __assert_rtn, _wassert, _assert, terminate, _purecall, swift_runtime_on_report,
    _swift_runtime_on_report, swift::fatalError*, _assertionFailure*, Swift._assertionFailure*, _fatalErrorMessage*, rust_panic, __rust_start_panic,
    std::panicking::begin_panic*, std::panicking::rust_panic*, std::panicking::default_hook*, std::panicking::continue_panic_fmt,
    core::panicking::panic*, rust_begin_unwind, core::result::unwrap_failed, core::option::expect_failed, core::option::unwrap_failed,
    std::rt::begin_panic*, FDebug::*Assert*, FDebug::*Ensure*, FDebug::CheckVerifyFailed*, FWindowsErrorOutputDevice::Serialize, DispatchCheckVerify*,
    gpusGenerateCrashLog*, gpusKillClient*
  `,
  ),
  ...functions(
    'category=handler',
    `
    _sigtramp, KiUserExceptionDispatch*, _XcptFilter, RtlDispatchException, UnhandledExceptionFilter, art::*Signal*, __sigaction*, SehHandler*
  `,
  ),
  // What stands between a caller and what it calls
  ...functions(
    'category=indirection',
    `
    std::*function<*, std::function*, std::_Func_class*, std::_Func_impl*, std::__1::function*, std::__1::__function::*, std::__1::__invoke*,
    std::__invoke*, std::invoke*, std::_Function_handler*, std::_Invoker*, boost::function*, boost::detail::function::*, lambda::operator(),
    thunk for *, partial apply*, @objc *, *__block_invoke_*thunk, _dispatch_call_block_and_release, _dispatch_client_callout*
  `,
  ),
  ...functions('category=dtor', 'std::*::~*, std::*::destroy*, std::*::__destroy*, std::default_delete*'),
  ...functions(
    'category=shutdown',
    `
    exit, __run_exit_handlers, __cxa_finalize*, _exit, doexit, ExitProcess, RtlExitUserProcess, LdrShutdownProcess
  `,
  ),
  ...functions('category=load', 'dlopen*, dyld::*, _dl_*, LoadLibrary*, LdrLoadDll, LdrpLoad*, ImageLoader*'),
  ...functions(
    'category=lock',
    `
    pthread_mutex_*, _pthread_mutex_*, __psynch_*, RtlEnterCriticalSection, RtlpEnterCriticalSection*, NtWaitFor*, WaitForSingleObject*,
    semaphore_wait*, __ulock_*, std::*mutex::lock, __lll_lock_wait*
  `,
  ),
  ...functions(
    'category=telemetry',
    `
    sentry_*, sentry::*, <sentry::*, sentrycrash*, SentryCrash*, *[Sentry*, kscrash*, KSCrash*, kscm_*, crashpad::*, google_breakpad::*, backtrace::*,
    <backtrace::*, failure::backtrace::*, <failure::backtrace::*, error_chain::*, <error_chain::*, anyhow::*
  `,
  ),
  // Of what a system does inside itself only what the app called
  ...list('throw, system, ui, av, gl, driver, malloc, free, lowlevel, load, lock, shutdown').map(
    (name) => `[ category:${name} ] | category:${name} category=internals`,
  ),
  ...list('ui, gl, av, driver').map((name) => `[ category:${name} ] | category:system category=internals`),
  '[ category:internals ] | category:system category=internals',
  // Whose code it is
  ...packages(
    '+app',
    `
    /var/containers/Bundle/Application/**, /private/var/containers/Bundle/Application/**, **/Developer/CoreSimulator/Devices/**, **.app/Contents/**,
    /Users/**, /data/app/**/lib/**
  `,
  ),
  ...packages(
    '-app',
    `
    /var/containers/Bundle/Application/**/Frameworks/libswift*, /private/var/containers/Bundle/Application/**/Frameworks/libswift*,
    **/Sentry.framework/**, **/SentryPrivate.framework/**, **/KSCrash.framework/**, **/Flutter.framework/**, **/libflutter.so,
    **/Frameworks/libswift*.dylib
  `,
  ),
  ...functions('-app', 'std::*, core::*, alloc::*, __rust_*, <std::*, <core::*, <alloc::*, rust_*, _start'),
  ...paths(
    '-app',
    `
    /rustc/**, **/.cargo/registry/**/backtrace-*/**, /usr/include/**, **/XcodeDefault.xctoolchain/**, **/boost_libraries/boost/**
  `,
  ),
  // What follows
  'category:system -app',
  'category:threadbase -group v-group',
  'category:handler ^-group -group',
  'category:throw ^-group -group ^-app -app',
  'category:telemetry -app -group',
  'category:indirection -group',
  ...list('std, lowlevel, load, dtor, malloc, free').map((name) => `category:${name} -app -group`),
  'category:internals -app -group',
]);
