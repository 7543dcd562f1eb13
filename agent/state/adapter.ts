import { createHash } from 'node:crypto';
import { copyFile, link, readFile, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Adapter } from 'lowdb';
import Type from 'typebox';
import { writeDurably } from '../../protocol/durable.ts';
import { failure, jsonValidatorOf, type Result, type Validator } from '../../protocol/index.ts';

/** How the last read went: `former` generation used, or `lost` because both generations were unreadable. */
export type Recovery = 'none' | 'former' | 'lost';

const Wrapper = Type.Object(
  { version: Type.Literal(1), sha256: Type.String(), state: Type.Unknown() },
  { additionalProperties: false },
);
const parseWrapper = jsonValidatorOf(Wrapper, 32 * 1024 * 1024);

/**
 * Storage for lowdb that survives a power cut at any instant. lowdb's own adapters do not fsync and keep one
 * generation. Here the former generation stays beside the new one, and each carries a checksum, so that a
 * torn, empty or rotten file is noticed and its predecessor used.
 */
export class DurableAdapter<Value> implements Adapter<Value> {
  #path: string;
  #formerPath: string;
  #keptPath: string | undefined;
  #validate: Validator<Value>;
  #currentIsGood = false;
  #recovery: Recovery = 'none';

  /** @param kept name of a file that is read where both generations are of no use */
  constructor(folder: string, validate: Validator<Value>, kept?: string) {
    this.#path = join(folder, 'state.json');
    this.#formerPath = join(folder, 'state.former.json');
    this.#keptPath = kept === undefined ? undefined : join(folder, kept);
    this.#validate = validate;
  }

  get recovery(): Recovery {
    return this.#recovery;
  }

  async read(): Promise<Value | null> {
    const current = await this.#readGeneration(this.#path);
    if (current?.ok) {
      this.#currentIsGood = true;
      return current.value;
    }
    const former = await this.#readGeneration(this.#formerPath);
    if (former?.ok) {
      this.#recovery = 'former';
      return former.value;
    }
    const kept = this.#keptPath === undefined ? undefined : await this.#readGeneration(this.#keptPath);
    if (kept?.ok) {
      this.#recovery = 'former';
      return kept.value;
    }
    this.#recovery = current === undefined && former === undefined ? 'none' : 'lost';
    return null;
  }

  /** Keeps the file as it is now under another name in its folder, for a program that knows only its form. */
  async keepAs(name: string): Promise<void> {
    if (!this.#currentIsGood) return;
    await writeDurably(join(dirname(this.#path), name), await readFile(this.#path), 0o600);
  }

  async write(value: Value): Promise<void> {
    // A damaged current file must not push out the good former one.
    if (this.#currentIsGood) await this.#keepFormer();
    const state = JSON.stringify(value);
    await writeDurably(this.#path, `{"version":1,"sha256":"${digest(state)}","state":${state}}\n`, 0o600);
    this.#currentIsGood = true;
  }

  async #readGeneration(path: string): Promise<Result<Value> | undefined> {
    let bytes: Buffer;
    try {
      bytes = await readFile(path);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
    const wrapper = parseWrapper(bytes);
    if (!wrapper.ok) return wrapper;
    if (digest(JSON.stringify(wrapper.value.state)) !== wrapper.value.sha256) {
      return failure('hash_mismatch', 'the checksum does not match');
    }
    return this.#validate(wrapper.value.state);
  }

  async #keepFormer(): Promise<void> {
    const temporary = `${this.#formerPath}.new`;
    await removeIfThere(temporary);
    try {
      await link(this.#path, temporary);
    } catch {
      // File systems without hard links (FAT on a USB stick) get a copy.
      await copyFile(this.#path, temporary);
    }
    await rename(temporary, this.#formerPath);
    // POSIX: renaming one link of a file over another link of the same file does nothing.
    await removeIfThere(temporary);
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
