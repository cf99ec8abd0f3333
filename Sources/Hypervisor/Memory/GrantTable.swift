// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Base
import Glibc

/// The reason why a grant cannot be used, with the status for the caller (GNTST_*).
struct GrantRefusal: Error {
  let status: String
  let reason: String
}

/// The grant table of a domain and the uses of its entries (xen/common/grant_table.c@4.17).
///
/// An entry of version 2 has a wider frame number, and says in a table of its own whether it is in
/// use. Its other kinds, for a part of a page and for what another domain grants, cannot be mapped
/// in Xen either; a copy through them is refused here.
final class GrantTable {
  private let memory: MachineMemory
  private let types: PageTypes
  private let interface: Interface
  private let formats: [Int: EntryFormat]
  private let typeMask, permitsAccess, isReadOnly, isRead, isWritten, isPart: UInt16
  private let reserved: UInt32
  /// The version of the entries, 1 or 2.
  private(set) var version = 1
  /// The frames of the table itself, and, in version 2, those that say which entries are in use.
  private(set) var frames: [UInt64] = []
  private(set) var statusFrames: [UInt64] = []
  /// The entries in use, by reference.
  private(set) var uses: [UInt32: Use] = [:]

  static let mostFrames: UInt64 = 64

  /// The maps of grants by the domain itself, by handle, and the most that there can be.
  var maps: [UInt32: GrantMap] = [:]
  private static let mostMaps: UInt32 = 4096
  /// The most uses of an entry of one kind.
  private static let mostUses = 255

  /// The lowest handle that no map has; nil if all are taken.
  var freeHandle: UInt32? { (0..<Self.mostMaps).first { maps[$0] == nil } }

  /// Where an entry has its members.
  private struct EntryFormat {
    let size, flags, domain, frame: Int
    /// Whether the number of the frame has 64 bits.
    let isWide: Bool
  }

  /// What both versions have of an entry.
  private struct Entry {
    var flags: UInt16 = 0
    var domain: UInt16 = 0
    var frame: UInt64 = 0
  }

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
    let first = EntryFormat(
      size: places.size, flags: places.offset("flags"), domain: places.offset("domid"),
      frame: places.offset("frame"), isWide: false)
    let second = interface.structure("grant_entry_v2").map {
      EntryFormat(
        size: $0.size, flags: $0.offset("hdr.flags"), domain: $0.offset("hdr.domid"),
        frame: $0.offset("full_page.frame"), isWide: true)
    }
    formats = [1: first, 2: second].compactMapValues(\.self)
    reserved = UInt32(interface.numberIfNamed("GNTTAB_NR_RESERVED_ENTRIES") ?? 8)
    isPart = UInt16(interface.numberIfNamed("GTF_sub_page") ?? 0)
    func flag(_ name: String) -> UInt16 { UInt16(interface.number(name)) }
    (typeMask, permitsAccess) = (flag("GTF_type_mask"), flag("GTF_permit_access"))
    isReadOnly = flag("GTF_readonly")
    (isRead, isWritten) = (flag("GTF_reading"), flag("GTF_writing"))
  }

  /// Whether the release has entries of that version.
  func hasVersion(_ version: UInt64) -> Bool { formats[Int(clamping: version)] != nil }

  private var format: EntryFormat { formats[version] ?? formats[1]! }

  /// Grows the table to at least `count` frames; false if memory runs out.
  func grow(to count: Int) -> Bool {
    while frames.count < count {
      guard let frame = allocate() else { return false }
      frames.append(frame)
    }
    return version == 1 || growStatus()
  }

  /// Grows the table of uses to that of entries; false if memory runs out.
  private func growStatus() -> Bool {
    let perFrame = MachineMemory.pageSize / MemoryLayout<UInt16>.size
    let entries = frames.count * (MachineMemory.pageSize / (formats[2]?.size ?? 16))
    while statusFrames.count * perFrame < entries {
      guard let frame = allocate() else { return false }
      statusFrames.append(frame)
    }
    return true
  }

  /// A frame that belongs to Xen, like shared_info, and that the domain may map.
  private func allocate() -> UInt64? {
    guard let frame = memory.allocate(for: types.owner) else { return nil }
    memory.info[Int(frame)].kind = .writable
    memory.info[Int(frame)].typeCount = 1
    return frame
  }

  private func entry(_ reference: UInt32) -> UnsafeMutableRawPointer? {
    place(reference, in: frames, format.size)
  }

  private func place(
    _ reference: UInt32, in frames: [UInt64], _ size: Int
  ) -> UnsafeMutableRawPointer? {
    let perFrame = UInt32(MachineMemory.pageSize / size)
    guard Int(reference / perFrame) < frames.count else { return nil }
    return memory.pointer(frames[Int(reference / perFrame)]) + Int(reference % perFrame) * size
  }

  private func flags(_ entry: UnsafeMutableRawPointer) -> UInt16 {
    entry.load(fromByteOffset: format.flags, as: UInt16.self)
  }

  /// Where the bits of an entry's use are.
  private func status(_ reference: UInt32) -> UnsafeMutableRawPointer? {
    version == 1
      ? entry(reference).map { $0 + format.flags }
      : place(reference, in: statusFrames, MemoryLayout<UInt16>.size)
  }

  private func contents(_ reference: UInt32) -> Entry {
    guard let entry = entry(reference) else { return Entry() }
    let frame =
      format.isWide
      ? entry.load(fromByteOffset: format.frame, as: UInt64.self)
      : UInt64(entry.load(fromByteOffset: format.frame, as: UInt32.self))
    return Entry(
      flags: flags(entry), domain: entry.load(fromByteOffset: format.domain, as: UInt16.self),
      frame: frame)
  }

  private func set(_ reference: UInt32, _ contents: Entry) {
    guard let entry = entry(reference) else { return }
    entry.storeBytes(of: contents.flags, toByteOffset: format.flags, as: UInt16.self)
    entry.storeBytes(of: contents.domain, toByteOffset: format.domain, as: UInt16.self)
    if format.isWide {
      entry.storeBytes(of: contents.frame, toByteOffset: format.frame, as: UInt64.self)
    } else {
      entry.storeBytes(
        of: UInt32(truncatingIfNeeded: contents.frame), toByteOffset: format.frame,
        as: UInt32.self)
    }
  }

  /// Changes the version of the entries. Those that the toolstack reserved are kept, all others are
  /// emptied (gnttab_set_version).
  func setVersion(_ new: Int) throws(XenError) {
    guard new != version else { return }
    guard !uses.keys.contains(where: { $0 >= reserved }) else { throw .busy }
    let inUse = isRead | isWritten
    var kept = (0..<reserved).map(contents)
    var used = kept.map { $0.flags & inUse }
    if new == 1 {
      for index in kept.indices {
        let isGranted = kept[index].flags & typeMask == permitsAccess
        if isGranted, kept[index].frame >> 32 != 0 { throw .outOfRange }
        used[index] = status(UInt32(index))?.load(as: UInt16.self) ?? 0
        kept[index] = isGranted ? kept[index] : Entry()
      }
      try dropStatus()
    } else {
      guard growStatus() else { throw .noMemory }
    }
    for frame in frames { memset(memory.pointer(frame), 0, MachineMemory.pageSize) }
    version = new
    for (index, var entry) in kept.enumerated() {
      if new == 1, entry.flags != 0 { entry.flags |= used[index] } else { entry.flags &= ~inUse }
      set(UInt32(index), entry)
      if new == 2 { status(UInt32(index))?.storeBytes(of: used[index], as: UInt16.self) }
    }
  }

  /// Gives the table of uses back, unless the domain has it mapped (gnttab_unpopulate_status_frames).
  private func dropStatus() throws(XenError) {
    guard statusFrames.allSatisfy({ memory.info[Int($0)].count == 1 }) else { throw .busy }
    statusFrames.forEach(memory.free)
    statusFrames = []
  }

  /// Grants a frame on behalf of the toolstack.
  func grant(_ reference: UInt32, _ frame: UInt64, to domain: UInt16) {
    set(reference, Entry(flags: permitsAccess, domain: domain, frame: frame))
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
  ///   - holds: whether the use holds the frame, and not something else.
  /// - Returns: the granted frame.
  /// - Throws: `GrantRefusal` if the entry does not grant the access.
  func begin(
    _ reference: UInt32, by domain: UInt16, write: Bool, holds: Bool = true
  ) throws(GrantRefusal) -> UInt64 {
    guard entry(reference) != nil, let status = status(reference) else {
      throw GrantRefusal(
        status: "GNTST_bad_gntref", reason: "the table has no entry \(reference)")
    }
    let entry = contents(reference)
    let (flags, grantee, frame) = (entry.flags, entry.domain, entry.frame)
    guard flags & typeMask == permitsAccess, grantee == domain else {
      throw GrantRefusal(
        status: "GNTST_general_error",
        reason: "grant \(reference) is not for domain \(domain) "
          + "(flags \(hex(flags)), domain \(grantee))")
    }
    guard flags & isPart == 0 || version == 1 else {
      throw GrantRefusal(
        status: "GNTST_general_error", reason: "grant \(reference) is of a part of a page")
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
    var use = uses[reference] ?? Use(frame: frame)
    guard max(use.readers, use.writers) < Self.mostUses else {
      throw GrantRefusal(
        status: "GNTST_general_error", reason: "grant \(reference) is used too often")
    }
    if holds {
      try take(frame, reference, write)
    } else {
      guard types.owns(frame) else {
        throw GrantRefusal(
          status: "GNTST_bad_page", reason: "frame \(hex(frame)) is not the domain's")
      }
    }
    let bits = status.load(as: UInt16.self)
    status.storeBytes(of: bits | isRead | (write ? isWritten : 0), as: UInt16.self)
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

  /// Ends a use that began in the same way.
  func end(_ reference: UInt32, write: Bool, holds: Bool = true) {
    guard var use = uses[reference] else { return }
    if write { use.writers -= 1 } else { use.readers -= 1 }
    if holds, write { types.put(use.frame) }
    if holds, !write { types.putPlain(use.frame) }
    let isUsed = use.readers + use.writers > 0
    uses[reference] = isUsed ? use : nil
    guard let status = status(reference) else { return }
    var bits = status.load(as: UInt16.self)
    if use.writers == 0 { bits &= ~isWritten }
    if !isUsed { bits &= ~isRead }
    status.storeBytes(of: bits, as: UInt16.self)
  }
}
