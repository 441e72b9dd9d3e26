/**
 * The file system of Go's runtime, as far as the program uses it: what it writes is told a line at a time.
 *
 * @param {(line: string) => void} tell
 */
export function consoleFile(tell) {
  const decoder = new TextDecoder();
  let rest = '';
  return {
    constants: { O_WRONLY: -1, O_RDWR: -1, O_CREAT: -1, O_TRUNC: -1, O_APPEND: -1, O_EXCL: -1, O_DIRECTORY: -1 },
    /** @param {number} _file @param {Uint8Array} bytes */
    writeSync(_file, bytes) {
      const lines = (rest + decoder.decode(bytes)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) tell(line);
      return bytes.length;
    },
    /**
     * @param {number} file @param {Uint8Array} bytes @param {number} offset @param {number} length @param {unknown} _position
     * @param {(error: null, count: number) => void} done
     */
    write(file, bytes, offset, length, _position, done) {
      done(null, this.writeSync(file, bytes.subarray(offset, offset + length)));
    },
  };
}
