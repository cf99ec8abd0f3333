// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// One note of an ELF, of any owner, as it stands in the file.
public struct NoteRecord: Sendable {
  /// Which table led to it.
  public enum Origin: Sendable, Equatable {
    case segment(Int)
    case section(Int, name: String)
  }

  /// The table that led to it.
  public let origin: Origin
  /// Of the note's header, in the kernel, in bytes.
  public let offset: UInt64
  /// The name's bytes, as many as namesz says: `Xen\0`.
  public let name: Bytes
  /// The type's number, whose meaning is the owner's.
  public let type: UInt32
  /// The descriptor's bytes: as many as descsz says, or fewer when the note is cut off.
  public let descriptor: Bytes
  /// Where the descriptor stands in the kernel, in bytes.
  public let descriptorOffset: UInt64
  /// descsz, in bytes.
  public let descriptorSize: UInt32
  /// Numbers in it are most significant byte first.
  public let isBigEndian: Bool

  /// The name up to its first NUL: what loaders compare.
  public var owner: String { String(decoding: name.string(), as: UTF8.self) }
  /// The owner is `Xen`.
  public var isXen: Bool {
    name.starts(with: Self.xen) && (name.count == Self.xen.count || name[Self.xen.count] == 0)
  }
  private static let xen = Array(XenNote.owner.utf8)

  /// What the type means, when the owner is Xen and the model knows it.
  public var note: XenNote? { isXen ? XenNote.number(type) : nil }
  /// The descriptor reaches beyond its segment, section or file.
  public var isCutOff: Bool { descriptor.count < Int(descriptorSize) }
}
