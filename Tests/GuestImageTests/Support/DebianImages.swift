// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Debian's kernels, as `make install` unpacks them.
enum DebianImages {
  struct Missing: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path) is missing: run `make install`" }
  }

  /// The folder: `PVKIT_IMAGES`, or the user's cache.
  static var root: String {
    func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    if let images = variable("PVKIT_IMAGES") { return images }
    let cache = variable("XDG_CACHE_HOME") ?? (variable("HOME") ?? "") + "/.cache"
    return cache + "/pvkit/debian"
  }

  /// The first file that the pattern matches, in the shell's sense.
  static func path(_ pattern: String) throws -> String {
    var found = glob_t()
    defer { globfree(&found) }
    let whole = root + "/" + pattern
    guard glob(whole, 0, nil, &found) == 0, let first = found.gl_pathv[0] else {
      throw Missing(path: whole)
    }
    return String(cString: first)
  }

  /// 6.1, an xz payload.
  static func amd64() throws -> String { try path("boot/vmlinuz-*[0-9]-amd64") }
  /// 6.1, an lz4 payload.
  static func cloud() throws -> String { try path("boot/vmlinuz-*-cloud-amd64") }
  /// A gzip of an ELF whose notes bear the wrong owner.
  static func gnumach() throws -> String { try path("boot/gnumach-*-xen-486.gz") }
}
