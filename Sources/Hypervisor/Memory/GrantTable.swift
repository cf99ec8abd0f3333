// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Base

/// The reason why a grant cannot be used, with the status for the caller (GNTST_*).
struct GrantRefusal: Error {
  let status: String
  let reason: String
}

/// The grant table of a domain, with version 1 entries, and the uses of its entries
/// (xen/common/grant_table.c@4.17, grant_entry_v1).
final class GrantTable {
  private let memory: MachineMemory
  private let types: PageTypes
  private let interface: Interface
  private let entrySize, flagsOffset, domainOffset, frameOffset: Int
  private let typeMask, permitsAccess, isReadOnly, isRead, isWritten: UInt16
  /// The frames of the table itself.
  private(set) var frames: [UInt64] = []
  /// The entries in use, by reference.
  private(set) var uses: [UInt32: Use] = [:]

  static let mostFrames: UInt64 = 64

  struct Use {
    let frame: UInt64
    var readers = 0
    var writers = 0
  }

  init(_ memory: MachineMemory, _ types: PageTypes, _ interface: Interface) {
    self.memory = memory
    self.types = types
    self.interface = interface
    let places = interface.structure("grant_entry_v1") ?? interface.knownStructure("grant_entry")
    entrySize = places.size
    (flagsOffset, domainOffset) = (places.offset("flags"), places.offset("domid"))
    frameOffset = places.offset("frame")
    func flag(_ name: String) -> UInt16 { UInt16(interface.number(name)) }
    (typeMask, permitsAccess) = (flag("GTF_type_mask"), flag("GTF_permit_access"))
    isReadOnly = flag("GTF_readonly")
    (isRead, isWritten) = (flag("GTF_reading"), flag("GTF_writing"))
  }

  /// Grows the table to at least `count` frames; false if memory runs out.
  func grow(to count: Int) -> Bool {
    while frames.count < count {
      guard let frame = memory.allocate(for: types.owner) else { return false }
      // Like shared_info, it belongs to Xen and the domain may map it.
      memory.info[Int(frame)].kind = .writable
      memory.info[Int(frame)].typeCount = 1
      frames.append(frame)
    }
    return true
  }

  private func entry(_ reference: UInt32) -> UnsafeMutableRawPointer? {
    let perFrame = UInt32(MachineMemory.pageSize / entrySize)
    guard Int(reference / perFrame) < frames.count else { return nil }
    return memory.pointer(frames[Int(reference / perFrame)])
      + Int(reference % perFrame) * entrySize
  }

  private func flags(_ entry: UnsafeMutableRawPointer) -> UInt16 {
    entry.load(fromByteOffset: flagsOffset, as: UInt16.self)
  }

  /// Grants a frame on behalf of the toolstack.
  func grant(_ reference: UInt32, _ frame: UInt64, to domain: UInt16) {
    guard let entry = entry(reference) else { return }
    entry.storeBytes(of: permitsAccess, toByteOffset: flagsOffset, as: UInt16.self)
    entry.storeBytes(of: domain, toByteOffset: domainOffset, as: UInt16.self)
    entry.storeBytes(of: UInt32(frame), toByteOffset: frameOffset, as: UInt32.self)
  }

  /// Whether the domain still grants access through the entry.
  func isGranted(_ reference: UInt32) -> Bool {
    entry(reference).map { flags($0) & typeMask == permitsAccess } ?? false
  }

  /// Begins the use of a grant, until `end`.
  ///
  /// - Parameters:
  ///   - reference: the number of the entry.
  ///   - domain: the domain that uses it.
  ///   - write: whether the frame is written to.
  /// - Returns: the granted frame.
  /// - Throws: `GrantRefusal` if the entry does not grant the access.
  func begin(
    _ reference: UInt32, by domain: UInt16, write: Bool
  ) throws(GrantRefusal) -> UInt64 {
    guard let entry = entry(reference) else {
      throw GrantRefusal(
        status: "GNTST_bad_gntref", reason: "the table has no entry \(reference)")
    }
    let flags = flags(entry)
    let grantee = entry.load(fromByteOffset: domainOffset, as: UInt16.self)
    let frame = UInt64(entry.load(fromByteOffset: frameOffset, as: UInt32.self))
    guard flags & typeMask == permitsAccess, grantee == domain else {
      throw GrantRefusal(
        status: "GNTST_general_error",
        reason: "grant \(reference) is not for domain \(domain) "
          + "(flags \(hex(flags)), domain \(grantee))")
    }
    guard !write || flags & isReadOnly == 0 else {
      throw GrantRefusal(
        status: "GNTST_general_error", reason: "grant \(reference) is read-only, and is written to")
    }
    if let use = uses[reference], use.frame != frame {
      throw GrantRefusal(
        status: "GNTST_general_error",
        reason: "grant \(reference) was changed to frame \(hex(frame)) while it is used")
    }
    try take(frame, reference, write)
    entry.storeBytes(
      of: flags | isRead | (write ? isWritten : 0), toByteOffset: flagsOffset, as: UInt16.self)
    var use = uses[reference] ?? Use(frame: frame)
    if write { use.writers += 1 } else { use.readers += 1 }
    uses[reference] = use
    return frame
  }

  private func take(
    _ frame: UInt64, _ reference: UInt32, _ write: Bool
  ) throws(GrantRefusal) {
    do throws(PageTableRefusal) {
      if write { try types.get(frame, as: .writable) } else { try types.getPlain(frame) }
    } catch {
      throw GrantRefusal(
        status: "GNTST_general_error", reason: "grant \(reference): \(error.reason)")
    }
  }

  func end(_ reference: UInt32, write: Bool) {
    guard var use = uses[reference] else { return }
    if write { use.writers -= 1 } else { use.readers -= 1 }
    if write { types.put(use.frame) } else { types.putPlain(use.frame) }
    let isUsed = use.readers + use.writers > 0
    uses[reference] = isUsed ? use : nil
    guard let entry = entry(reference) else { return }
    var flags = flags(entry)
    if use.writers == 0 { flags &= ~isWritten }
    if !isUsed { flags &= ~isRead }
    entry.storeBytes(of: flags, toByteOffset: flagsOffset, as: UInt16.self)
  }
}
