// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// The places that tests use.
public enum Places {
  /// The directory of the package.
  public static let package: String = {
    let parts = #filePath.split(separator: "/").dropLast(4)
    return "/" + parts.joined(separator: "/")
  }()

  /// The command that was built with the tests, beside their own executable.
  public static let pvkit: String = {
    guard let tests = realpath("/proc/self/exe", nil) else { return "pvkit" }
    defer { free(tests) }
    return String(cString: tests).split(separator: "/").dropLast().map { "/" + $0 }.joined()
      + "/pvkit"
  }()

  /// Calls `body` with a directory that is removed afterwards.
  public static func withScratchFolder<R>(_ body: (String) throws -> R) throws -> R {
    let folder = try ScratchDirectory("test")
    defer { folder.remove() }
    // The scratch directory itself is locked, as a tree is while it is written.
    let inner = folder.file("folder")
    guard mkdir(inner, 0o700) == 0 else { throw Missing(what: inner) }
    return try body(inner)
  }
}

/// A requirement of the tests is missing. This is a failure; tests are never skipped for it.
public struct Missing: Error, CustomStringConvertible {
  public let what: String

  public init(what: String) { self.what = what }

  public var description: String { "\(what) is missing: run `make deps`" }
}

/// Real images from Debian packages, which `make deps` unpacks (packages.txt).
public enum DebianImages {
  static let folder: String = {
    func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    let cache = variable("XDG_CACHE_HOME") ?? (variable("HOME") ?? "") + "/.cache"
    return variable("PVKIT_IMAGES") ?? cache + "/pvkit/debian"
  }()

  /// Linux 6.1: an xz payload, PV64 and PVH.
  public static func linux() throws -> String {
    try only("boot/vmlinuz-*-amd64", in: folder) { !$0.contains("-cloud-") }
  }
  /// Linux 6.1: an lz4 payload, PV64 and PVH.
  public static func linuxCloud() throws -> String {
    try only("boot/vmlinuz-*-cloud-amd64", in: folder)
  }
  /// A module of Linux 6.1, by its name without `.ko`.
  public static func linuxModule(_ name: String, cloud: Bool = false) throws -> String {
    let found = try Command.run(
      ["find", folder + "/lib/modules", "-name", name + ".ko"] + (cloud ? [] : ["-not"])
        + ["-path", "*-cloud-*"])
    guard let path = found.output.split(separator: "\n").first else {
      throw Missing(what: "\(name).ko")
    }
    return String(path)
  }
  /// The headers of Linux 6.1 for all architectures.
  public static func linuxHeaders() throws -> String {
    try only("usr/src/linux-headers-*-common", in: folder)
  }
  /// GNU Mach for x86_64: notes of the wrong owner, and a legacy string.
  public static func gnumach() throws -> String {
    try only("boot/gnumach-*-xen-486.gz", in: folder)
  }
  public static func xenShim() throws -> String { try only("usr/lib/xen-4.17/boot/xen-shim") }
  public static func hvmloader() throws -> String { try only("usr/lib/xen-4.17/boot/hvmloader") }
  public static func grub64() throws -> String { try only("usr/lib/grub-xen/grub-x86_64-xen.bin") }
  public static func grub32() throws -> String { try only("usr/lib/grub-xen/grub-i386-xen.bin") }
  public static func grubPvh() throws -> String {
    try only("usr/lib/grub-xen/grub-i386-xen_pvh.bin")
  }
  public static func xen() throws -> String { try only("boot/xen-4.17-amd64.gz") }

  private static func only(
    _ pattern: String, in root: String = "", where wanted: (String) -> Bool = { _ in true }
  ) throws -> String {
    var found = glob_t()
    defer { globfree(&found) }
    let full = root + "/" + pattern
    glob(full, 0, nil, &found)
    let paths = (0..<Int(found.gl_pathc)).compactMap {
      found.gl_pathv[$0].map { String(cString: $0) }
    }
    guard let path = paths.last(where: wanted) else { throw Missing(what: full) }
    return path
  }
}
