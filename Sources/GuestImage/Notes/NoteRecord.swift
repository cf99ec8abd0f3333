// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A note in an ELF file, of any owner.
public struct NoteRecord: Sendable {
  /// The kind of table that contains a note, with its index.
  public enum Origin: Sendable, Equatable {
    case segment(Int)
    case section(Int, name: String)
  }

  /// The table that contains the note.
  public let origin: Origin
  /// The offset of the note's header in the kernel, in bytes.
  public let offset: UInt64
  /// The name, namesz bytes: `Xen\0`.
  public let name: Bytes
  /// The type; its meaning depends on the owner.
  public let type: UInt32
  /// The bytes of the descriptor: descsz bytes, or fewer if the note is truncated.
  public let descriptor: Bytes
  /// The offset of the descriptor in the kernel, in bytes.
  public let descriptorOffset: UInt64
  /// descsz, in bytes.
  public let descriptorSize: UInt32
  /// Whether numbers in the note are big-endian.
  public let isBigEndian: Bool

  /// The name up to its first NUL, which loaders compare.
  public var owner: String { String(decoding: name.string(), as: UTF8.self) }
  /// Whether the owner is `Xen`.
  public var isXen: Bool {
    name.starts(with: Self.xen) && (name.count == Self.xen.count || name[Self.xen.count] == 0)
  }
  private static let xen = Array(XenNote.owner.utf8)

  /// The meaning of the type; nil if the owner is not Xen or the model does not have the type.
  public var note: XenNote? { isXen ? XenNote.number(type) : nil }
  /// Whether the descriptor exceeds its segment, section or file.
  public var isCutOff: Bool { descriptor.count < Int(descriptorSize) }
}
