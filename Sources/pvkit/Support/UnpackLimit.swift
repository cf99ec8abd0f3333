// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `--max-unpacked SIZE`, for every command that unpacks images.
struct UnpackLimit: ParsableArguments {
  @Option(
    help: """
      The largest size to unpack a payload or a whole package to, in bytes (or K, M, G, T); at least 1.
      """)
  var maxUnpacked = ByteCount(1 << 30, text: "1G")

  var bytes: Int { maxUnpacked.bytes }

  /// The help of the argument of a command on one image.
  static let image: ArgumentHelp = """
    A vmlinux, bzImage or gzipped ELF; a package (.deb, .rpm, tar, cpio) with one kernel, or PACKAGE(FILE) for \
    one of several; - reads standard input.
    """
}
