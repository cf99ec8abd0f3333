// SPDX-License-Identifier: Apache-2.0

/// A kernel image with all that is known of it before anybody judges it.
public struct GuestImage: Sendable {
  /// As the user named it; `-` for standard input.
  public let name: String
  public let file: Bytes
  public let container: Container
  /// The kernel inside, when it unpacked: what a loader parses.
  public let kernel: Bytes?
  /// What libelf (elfutils) makes of the kernel; nil when it is no ELF or its tables are cut off.
  public let elf: Result<ElfFile, ImageError>
}
