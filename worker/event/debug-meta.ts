import type { DebugImage, DebugMeta } from './event.ts';
import { Fields } from './fields.ts';
import { isObject } from './parse.ts';

/** Images are the files that code was loaded from; symbolication finds their debug files by id. Source: relay-event-schema/src/protocol/debugmeta.rs */
export function readDebugMeta(fields: Fields): DebugMeta | undefined {
  const meta = fields.object('debug_meta');
  if (!meta) return undefined;

  const place = meta.place.at('images');
  const images: DebugImage[] = [];
  for (const entry of meta.list('images') ?? []) {
    if (entry === null) continue;
    const at = place.at(images.length);
    const image = isObject(entry) ? readImage(new Fields(entry, at)) : undefined;
    if (image) images.push(image);
    else at.noteInvalid('unsupported or incomplete debug image', isObject(entry) ? entry.type : entry);
  }
  const sdkInfo = meta.bag('sdk_info');
  return images.length === 0 && !sdkInfo ? undefined : { images, sdk_info: sdkInfo };
}

function readImage(image: Fields): DebugImage | undefined {
  const type = image.text('type', 128);
  switch (type) {
    case 'macho':
    case 'elf':
    case 'pe':
    case 'pe_dotnet':
    case 'wasm':
    case 'symbolic':
      return readNativeImage(image, type);
    case 'apple':
      return readNativeImage(image, 'macho');
    case 'proguard':
      return complete({ type, uuid: image.text('uuid', 64) }, 'uuid');
    case 'jvm':
      return complete({ type, debug_id: image.text('debug_id', 64) }, 'debug_id');
    case 'sourcemap':
      return complete(
        { type, code_file: image.text('code_file', 2048), debug_id: image.text('debug_id', 64), debug_file: image.text('debug_file', 2048) },
        'debug_id',
      );
    default:
      return undefined;
  }
}

function readNativeImage(image: Fields, type: string): DebugImage | undefined {
  return complete(
    {
      type,
      code_file: image.text('code_file', 256) ?? image.text('name', 256),
      debug_id: image.text('debug_id', 64) ?? image.text('id', 64) ?? image.text('uuid', 64),
      code_id: image.text('code_id', 128),
      debug_file: image.text('debug_file', 256),
      debug_checksum: image.text('debug_checksum', 128),
      arch: image.text('arch', 128) ?? image.text('cpu_name', 128),
      image_addr: image.address('image_addr'),
      image_size: image.integer('image_size'),
      image_vmaddr: image.address('image_vmaddr'),
    },
    'debug_id',
  );
}

/** Without its id an image finds nothing. */
function complete(image: DebugImage, idKey: 'uuid' | 'debug_id'): DebugImage | undefined {
  return image[idKey] ? image : undefined;
}
