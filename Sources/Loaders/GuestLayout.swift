// SPDX-License-Identifier: Apache-2.0

/// Where a loader puts the parts of a guest: what there is in the domain's memory when the first
/// instruction runs.
///
/// Physical addresses are the guest's own (pseudo-physical), from 0. Where a loader refuses, it has the
/// parts that were placed before.
public struct GuestLayout: Sendable, Equatable {
  /// What a loader places. The raw values are libxenguest's names.
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

    /// As the public headers and this project's pages call it.
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

  /// One part.
  public struct Region: Sendable, Equatable {
    public let part: Part
    /// In bytes.
    public let physical: Range<UInt64>
    /// Of its first byte; nil where the guest starts with paging off.
    public let virtual: UInt64?
  }

  /// In the order in which they are placed.
  public private(set) var regions: [Region] = []
  /// The virtual address of the domain's first byte; nil where the guest starts with paging off.
  public let base: UInt64?
  /// The physical address behind what the first page tables map from the base on; nil where there are none,
  /// or they were not reached.
  public internal(set) var mappedEnd: UInt64?

  init(base: UInt64?) { self.base = base }

  /// A part at a virtual address.
  ///
  /// - Parameter physical: of its first byte; nil where addresses run side by side from the base.
  mutating func add(_ part: Part, at address: UInt64, size: UInt64, physical: UInt64? = nil) {
    let start = physical ?? address &- (base ?? 0)
    let (end, wraps) = start.addingReportingOverflow(size)
    guard !wraps else { return }
    regions.append(
      Region(part: part, physical: start..<end, virtual: base == nil ? nil : address))
  }
}
