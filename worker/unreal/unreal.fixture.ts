type Contained = readonly [name: string, content: string | Uint8Array];

/** A container as the crash reporter makes it, not yet compressed. */
export function aContainer(files: readonly Contained[], form: 'new' | 'old' = 'new'): Uint8Array<ArrayBuffer> {
  const content = files.map(([name, bytes], index) => Buffer.concat([integer(index), text(name), integer(Buffer.from(bytes).length), Buffer.from(bytes)]));
  const head = Buffer.concat([text('UE-Shop'), text('UE-Shop.uecrash', 260), integer(Buffer.concat(content).length), integer(files.length)]);
  const placeholder = Buffer.concat([text(''), text('', 260), integer(0), integer(0)]);
  return new Uint8Array(Buffer.concat(form === 'new' ? [Buffer.from('CR1'), head, ...content] : [placeholder, ...content, head]));
}

function integer(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function text(value: string, paddedTo = 0): Buffer {
  const bytes = Buffer.alloc(Math.max(paddedTo, Buffer.byteLength(value) + 1));
  bytes.write(value);
  return Buffer.concat([integer(bytes.length), bytes]);
}

export const aContext = `<?xml version="1.0" encoding="UTF-8"?>
<FGenericCrashContext>
  <RuntimeProperties>
    <CrashGUID>UECC-1</CrashGUID>
    <ProcessId>2576</ProcessId>
    <IsAssert>false</IsAssert>
    <IsEnsure>true</IsEnsure>
    <UserName>bruno</UserName>
    <LoginId>login-1</LoginId>
    <UserDescription>It &lt;broke&gt; again</UserDescription>
    <ErrorMessage>Access violation - code c0000005</ErrorMessage>
    <MemoryStats.TotalPhysical>6896832512</MemoryStats.TotalPhysical>
    <Misc.OSVersionMajor>Windows 10</Misc.OSVersionMajor>
    <Misc.OSVersionMinor />
    <Misc.PrimaryGPUBrand>Display Adapter</Misc.PrimaryGPUBrand>
    <TimeOfCrash>636783195289630000</TimeOfCrash>
    <CrashVersion>3</CrashVersion>
    <CrashReportClientVersion>1.0</CrashReportClientVersion>
    <Modules>Shop.exe</Modules>
  </RuntimeProperties>
  <EngineData><RHI.RHIName>D3D12</RHI.RHIName><RHI.AdapterName>RTX</RHI.AdapterName></EngineData>
  <GameData><Level>caves</Level></GameData>
</FGenericCrashContext>
`;

export const aLog = `Log file open, 10/29/18 17:56:37
LogInit: Display: starting
[2018.10.29-16.56.38:332][  0]LogGameplayTags: Display: tags: none
[2018.10.29-16.56.39:332][  1]no category
`;
