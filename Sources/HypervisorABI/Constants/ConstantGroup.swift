// SPDX-License-Identifier: Apache-2.0

/// Constants that belong together: the commands of a hypercall, the bits of a field.
public struct ConstantGroup: Sendable, Equatable {
  /// What they are, in a few words: `commands of sched_op`.
  public let name: String
  /// The header that declares them, below xen/include/public.
  public let header: String
  /// The only architecture that has them; nil for both.
  public let only: Architecture?
  public let constants: [Constant]

  init(_ name: String, _ header: String, only: Architecture? = nil, _ constants: [Constant]) {
    self.name = name
    self.header = header
    self.only = only
    self.constants = constants
  }

  /// Those that `release` names.
  public func constants(in release: XenRelease) -> [Constant] {
    constants.filter { $0.span.contains(release) }
  }

  /// Whether a guest passes or meets them; those of trace.h are what tools in dom0 read of Xen's own
  /// buffers.
  public var isForGuests: Bool { header != "trace.h" }

  /// The constant of that value in `release`; the first where several share it.
  public func constant(_ value: Int, in release: XenRelease = .standard) -> Constant? {
    constants.first { $0.value == value && $0.span.contains(release) }
  }
}

extension Constant {
  /// What the name stands for in `release`, wherever it is declared.
  public static func named(
    _ name: String, in release: XenRelease = .standard, on architecture: Architecture = .x86_64
  ) -> Constant? {
    byName[name]?.first { group, constant in
      (group.only == nil || group.only == architecture) && constant.span.contains(release)
    }?.1
  }

  private static let byName = Dictionary(
    grouping: ConstantGroup.all.flatMap { group in group.constants.map { (group, $0) } },
    by: \.1.name)
}
