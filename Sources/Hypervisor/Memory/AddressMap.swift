// SPDX-License-Identifier: Apache-2.0

/// The pages that a vCPU's page tables map, by address, and what Xen knows of their frames.
public struct AddressMap: Sendable {
  /// What a frame is used as. A picture that cannot show each page shows the first kind in this
  /// order.
  public enum Kind: String, CaseIterable, Sendable {
    case l4, l3, l2, l1, descriptors
    /// shared_info.
    case shared
    /// A frame of another domain.
    case foreign
    /// An address without memory.
    case device
    /// Some reference may write to it.
    case writable
    /// No reference depends on a type.
    case untyped
  }

  /// Pages with consecutive addresses that are mapped alike.
  public struct Run: Sendable, Equatable {
    public let start: UInt64
    /// The number of pages.
    public internal(set) var count: Int
    public let kind: Kind
    public let canWrite, canExecute: Bool

    /// The address behind it; 0 behind the last page of the address space.
    public var end: UInt64 { start &+ UInt64(count) << MachineMemory.pageShift }
  }

  /// The runs by address.
  public internal(set) var runs: [Run] = []
  /// Whether there is more than is listed.
  public internal(set) var isCut = false

  /// The most entries of tables to look at, and the most runs to list: tables may be mapped again
  /// and again.
  static let mostEntries = 1 << 22, mostRuns = 1 << 18
}

extension Hypervisor {
  /// What the kernel's page tables of the running vCPU map, without Xen's own addresses.
  public func addressMap() -> AddressMap {
    var walk = AddressMapWalk(
      memory: memory, format: space.format, owner: domain.id, sharedInfo: domain.sharedInfo)
    walk.visit(
      vcpu.kernelRoot, level: space.format.levels, at: 0, canWrite: true, canExecute: true)
    return walk.map
  }
}

/// A walk through all entries that are present.
private struct AddressMapWalk {
  let memory: MachineMemory
  let format: PageTableFormat
  let owner: UInt16
  let sharedInfo: UInt64
  var map = AddressMap()
  private var entriesLeft = AddressMap.mostEntries

  init(memory: MachineMemory, format: PageTableFormat, owner: UInt16, sharedInfo: UInt64) {
    (self.memory, self.format) = (memory, format)
    (self.owner, self.sharedInfo) = (owner, sharedInfo)
  }

  /// - Parameters:
  ///   - table: the frame of the table.
  ///   - level: of the table.
  ///   - base: the address of its first entry.
  ///   - canWrite: whether the entries above allow writing.
  ///   - canExecute: whether they allow execution.
  mutating func visit(
    _ table: UInt64, level: Int, at base: UInt64, canWrite: Bool, canExecute: Bool
  ) {
    guard memory.exists(table) else { return }
    let shift = MachineMemory.pageShift + format.indexBits * UInt64(level - 1)
    for index in format.slots(level) {
      let address = Self.canonical(base | UInt64(index) << shift)
      let entry = PageTableEntry(memory.entries(table)[index])
      guard !map.isCut, entry.isPresent, !format.hole.contains(address) else { continue }
      entriesLeft -= 1
      guard entriesLeft > 0 else {
        map.isCut = true
        return
      }
      // An L3 entry with PAE has no permissions.
      let hasRights = format.levels != 3 || level != 3
      let writes = canWrite && (entry.isWritable || !hasRights)
      let executes = canExecute && entry.rawValue & PageTableEntry.noExecute == 0
      if level > 1 {
        visit(entry.frame, level: level - 1, at: address, canWrite: writes, canExecute: executes)
      } else {
        add(address, kind(entry.frame), writes, executes)
      }
    }
  }

  /// The address with its sign in the upper bits.
  private static func canonical(_ address: UInt64) -> UInt64 {
    address >> 47 & 1 == 1 ? address | 0xffff << 48 : address
  }

  private func kind(_ frame: UInt64) -> AddressMap.Kind {
    guard memory.exists(frame) else { return .device }
    guard frame != sharedInfo else { return .shared }
    let info = memory.info[Int(frame)]
    guard info.owner == owner else { return info.owner == PageInfo.free ? .device : .foreign }
    guard info.typeCount > 0 else { return .untyped }
    switch info.kind {
    case .l1: return .l1
    case .l2, .lastL2: return .l2
    case .l3: return .l3
    case .l4: return .l4
    case .descriptors: return .descriptors
    case .writable: return .writable
    case .none: return .untyped
    }
  }

  private mutating func add(
    _ address: UInt64, _ kind: AddressMap.Kind, _ canWrite: Bool, _ canExecute: Bool
  ) {
    if let last = map.runs.last, last.end == address, last.kind == kind,
      last.canWrite == canWrite, last.canExecute == canExecute
    {
      map.runs[map.runs.count - 1].count += 1
      return
    }
    guard map.runs.count < AddressMap.mostRuns else {
      map.isCut = true
      return
    }
    map.runs.append(
      .init(
        start: address, count: 1, kind: kind, canWrite: canWrite, canExecute: canExecute))
  }
}
