// SPDX-License-Identifier: Apache-2.0

/// The layout of a guest: what the loader puts where in the domain's memory before the first
/// instruction runs.
///
/// Physical addresses are pseudo-physical, from 0. If a loader refuses the image, the layout has
/// the parts that it placed before that.
public struct GuestLayout: Sendable, Equatable {
  /// A part that a loader places. The raw values are libxenguest's names.
  public enum Part: String, Sendable, CaseIterable {
    case kernel
    case p2m = "phys2mach"
    case startInfo = "start info"
    case hvmStartInfo = "HVM start info"
    case store = "xenstore"
    case console
    case sharedInfo = "shared info"
    case pageTables = "page tables"
    case stack = "boot stack"

    /// The name used by the public headers and pvkit's documents.
    public var name: String {
      switch self {
      case .kernel: "kernel"
      case .p2m: "P2M table"
      case .startInfo: "start_info"
      case .hvmStartInfo: "hvm_start_info"
      case .store: "XenStore page"
      case .console: "console page"
      case .sharedInfo: "shared_info"
      case .pageTables: "page tables"
      case .stack: "boot stack"
      }
    }
  }

  /// The position of a part.
  public struct Region: Sendable, Equatable {
    /// The part.
    public let part: Part
    /// The physical addresses, in bytes.
    public let physical: Range<UInt64>
    /// The virtual address of the first byte; nil if the guest starts with paging off.
    public let virtual: UInt64?
  }

  /// The parts, in the order in which they are placed.
  public private(set) var regions: [Region] = []
  /// The virtual address of the domain's first byte; nil if the guest starts with paging off.
  public let base: UInt64?
  /// The physical end address of what the first page tables map, starting at the base; nil if there
  /// are no page tables, or they were not built.
  public internal(set) var mappedEnd: UInt64?

  init(base: UInt64?) { self.base = base }

  /// Adds a part at a virtual address.
  ///
  /// - Parameter physical: the physical address of the first byte; nil to derive it from the
  ///   distance to the base.
  mutating func add(_ part: Part, at address: UInt64, size: UInt64, physical: UInt64? = nil) {
    let start = physical ?? address &- (base ?? 0)
    let (end, wraps) = start.addingReportingOverflow(size)
    guard !wraps else { return }
    regions.append(
      Region(part: part, physical: start..<end, virtual: base == nil ? nil : address))
  }
}
