// SPDX-License-Identifier: Apache-2.0

/// A group of related constants, such as the commands of a hypercall or the flags of a field.
public struct ConstantGroup: Sendable, Equatable {
  /// A short description: `commands of sched_op`.
  public let name: String
  /// The header that declares them, relative to xen/include/public.
  public let header: String
  /// The only architecture that has them; nil for both.
  public let only: Architecture?
  /// The constants of all releases.
  public let constants: [Constant]

  init(_ name: String, _ header: String, only: Architecture? = nil, _ constants: [Constant]) {
    self.name = name
    self.header = header
    self.only = only
    self.constants = constants
  }

  /// The constants that a release has.
  public func constants(in release: XenRelease) -> [Constant] {
    constants.filter { $0.span.contains(release) }
  }

  /// Whether guests use them. The exceptions are those of trace.h, which tools in dom0 use to read
  /// Xen's trace buffers.
  public var isForGuests: Bool { header != "trace.h" }

  /// The constant with a value in a release; the first if several have the value, nil if none has.
  public func constant(_ value: Int, in release: XenRelease = .standard) -> Constant? {
    constants.first { $0.value == value && $0.span.contains(release) }
  }
}

extension Constant {
  /// The constant with a name in a release, from any group.
  public static func named(
    _ name: String, in release: XenRelease = .standard, on architecture: Architecture = .x86_64
  ) -> Constant? {
    byName[name]?.first { group, constant in
      (group.only == nil || group.only == architecture) && constant.span.contains(release)
    }?.1
  }

  private static let byName = Dictionary(
    grouping: (ConstantGroup.all + ConstantGroup.xen20).flatMap { group in
      group.constants.map { (group, $0) }
    },
    by: \.1.name)
}
