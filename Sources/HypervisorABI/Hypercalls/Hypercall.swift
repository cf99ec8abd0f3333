// SPDX-License-Identifier: Apache-2.0

/// A call from a guest into Xen (`__HYPERVISOR_*`, public/xen.h).
///
/// Numbers and names are taken from the public headers; arguments and handlers from
/// xen/include/hypercall-defs.c@4.17.
public struct Hypercall: Sendable {
  /// What a guest passes, as C declares it.
  public struct Argument: Sendable, Equatable {
    /// `struct sched_poll *`; an unnamed structure of the hypervisor's own is `void *`.
    public let type: String
    /// As the hypervisor's source has it.
    public let name: String

    public init(type: String, name: String) {
      self.type = type
      self.name = name
    }
  }

  /// What a guest passed before the table's arguments came.
  public struct EarlierArguments: Sendable, Equatable {
    /// The first release that takes the table's.
    public let until: XenRelease
    /// Of a 32-bit guest: there was no other then.
    public let arguments: [Argument]
  }

  /// The release whose arguments and handlers the table gives; numbers, names and commands are
  /// those of every release.
  public static let described = XenRelease(4, 17)

  /// Who answers in 4.17.
  public enum Handler: String, Sendable, Encodable {
    /// The native one.
    case native = "do"
    /// The translating one, for 32-bit guests.
    case compat
    /// The one for guests in an HVM container, PVH included.
    case hvm
    /// Nobody: the call gives -ENOSYS.
    case none = "-"
  }

  /// The kinds of guest, as Xen tells them apart.
  public enum Caller: String, CaseIterable, Sendable, Encodable {
    case pv32, pv64, hvm32, hvm64
  }

  /// Who answers each kind of guest in 4.17.
  public struct Handlers: Sendable, Equatable {
    /// By the kind of guest.
    public let pv32, pv64, hvm32, hvm64: Handler

    /// Who answers that kind of guest.
    public subscript(caller: Caller) -> Handler {
      switch caller {
      case .pv32: pv32
      case .pv64: pv64
      case .hvm32: hvm32
      case .hvm64: hvm64
      }
    }
  }

  /// A name that the number bears or bore beside its own.
  public struct OtherName: Sendable, Equatable {
    /// Without its prefix.
    public let name: String
    /// The releases whose headers use it.
    public let span: Span
  }

  /// What a guest passes in eax or rax, and its slot in the hypercall page.
  public let number: Int
  /// Without its prefix: `sched_op` of `__HYPERVISOR_sched_op`.
  public let name: String
  /// What else headers call it, or called it.
  public let otherNames: [OtherName]
  /// The releases whose headers name the number so.
  public let span: Span
  /// Of 64-bit guests, and of 32-bit ones where `arguments32` is nil.
  public let arguments: [Argument]
  /// Of 32-bit PV guests, where they differ: 64-bit values are split into low and high halves.
  public let arguments32: [Argument]?
  /// In 4.17.
  public let handlers: Handlers
  /// What it took before; nil when it always took the same, as far as the releases of the model go
  /// back.
  public let earlier: EarlierArguments?
  /// Its sub-operations, where the first argument selects one.
  public let commands: ConstantGroup?

  /// Its name in the header.
  public var macro: String { "__HYPERVISOR_" + name }

  /// What that kind of guest passes, in order.
  public func arguments(of caller: Caller) -> [Argument] {
    switch caller {
    case .pv32, .hvm32: arguments32 ?? arguments
    case .pv64, .hvm64: arguments
    }
  }

  /// The like in another release than the one that the table gives.
  public func arguments(of caller: Caller, in release: XenRelease) -> [Argument] {
    if let earlier, release < earlier.until { return earlier.arguments }
    return arguments(of: caller)
  }

  /// The call of that name, another one included; with or without `__HYPERVISOR_`.
  public static func named(_ name: String) -> Hypercall? {
    let prefix = "__HYPERVISOR_"
    let short = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    return all.first { $0.name == short }
      ?? all.first { $0.otherNames.contains { $0.name == short } }
  }

  /// What `release` calls it; nil when it has no such call.
  public func name(in release: XenRelease) -> String? {
    if span.contains(release) { return name }
    return otherNames.first { $0.span.contains(release) }?.name
  }

  /// The call of that number.
  public static func number(_ number: Int) -> Hypercall? { all.first { $0.number == number } }
}
