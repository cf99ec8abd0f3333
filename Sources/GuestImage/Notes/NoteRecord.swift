// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// One note of an ELF, of any owner, as it stands in the file.
public struct NoteRecord: Sendable {
  /// Which table led to it.
  public enum Origin: Sendable, Equatable {
    case segment(Int)
    case section(Int, name: String)
  }

  public let origin: Origin
  /// Of the note's header, in the kernel, in bytes.
  public let offset: UInt64
  /// The name's bytes, as many as namesz says: `Xen\0`.
  public let name: Bytes
  public let type: UInt32
  public let descriptor: Bytes

  public init(origin: Origin, offset: UInt64, name: Bytes, type: UInt32, descriptor: Bytes) {
    self.origin = origin
    self.offset = offset
    self.name = name
    self.type = type
    self.descriptor = descriptor
  }

  /// The name up to its first NUL: what loaders compare.
  public var owner: String { String(decoding: name.string(), as: UTF8.self) }
  public var isXen: Bool { owner == XenNote.owner }
  /// What the type means, when the owner is Xen and the model knows it.
  public var note: XenNote? { isXen ? XenNote.number(type) : nil }
}
