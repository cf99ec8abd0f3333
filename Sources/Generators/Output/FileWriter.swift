// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Writes one file all at once: what stood there before is replaced or stays.
public enum FileWriter {
  public static func write(_ text: String, to path: String) throws(WriteError) {
    let fresh = "\(path).pvkit-\(getpid())"
    defer { unlink(fresh) }
    try Disk.write(text, to: fresh)
    try Disk.rename(fresh, to: path)
  }
}
