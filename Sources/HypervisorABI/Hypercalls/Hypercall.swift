// SPDX-License-Identifier: Apache-2.0

/// A hypercall: a call from a guest into Xen (`__HYPERVISOR_*`, public/xen.h).
///
/// Numbers and names come from the public headers, arguments and handlers from
/// xen/include/hypercall-defs.c@4.17.
public struct Hypercall: Sendable {
  /// An argument that a guest passes, as C declares it.
  public struct Argument: Sendable, Equatable {
    /// The C type, such as `struct sched_poll *`. It is `void *` where the hypervisor uses an
    /// unnamed structure of its own.
    public let type: String
    /// The parameter's name in Xen's source.
    public let name: String

    public init(type: String, name: String) {
      self.type = type
      self.name = name
    }
  }

  /// The arguments of older releases, where they differ.
  public struct EarlierArguments: Sendable, Equatable {
    /// The first release that takes the arguments of the table.
    public let until: XenRelease
    /// The arguments of a 32-bit guest, the only kind at that time.
    public let arguments: [Argument]
  }

  /// The release whose arguments and handlers the table has. Numbers, names and commands cover all
  /// releases.
  public static let described = XenRelease(4, 17)

  /// The handler of a call in 4.17.
  public enum Handler: String, Sendable, Encodable {
    /// The native handler.
    case native = "do"
    /// The compatibility handler, which translates the arguments of 32-bit guests.
    case compat
    /// The handler for guests in an HVM container, PVH included.
    case hvm
    /// No handler: the call returns -ENOSYS.
    case none = "-"
  }

  /// The kinds of guest that Xen distinguishes.
  public enum Caller: String, CaseIterable, Sendable, Encodable {
    case pv32, pv64, hvm32, hvm64
  }

  /// The handlers of a call in 4.17, by kind of guest.
  public struct Handlers: Sendable, Equatable {
    /// The handler for each kind of guest.
    public let pv32, pv64, hvm32, hvm64: Handler

    /// The handler for a kind of guest.
    public subscript(caller: Caller) -> Handler {
      switch caller {
      case .pv32: pv32
      case .pv64: pv64
      case .hvm32: hvm32
      case .hvm64: hvm64
      }
    }
  }

  /// Another name that the number has or had.
  public struct OtherName: Sendable, Equatable {
    /// The name without the prefix `__HYPERVISOR_`.
    public let name: String
    /// The releases whose headers use the name.
    public let span: Span
  }

  /// The number that a guest passes in eax or rax; also the index of the stub in the hypercall
  /// page.
  public let number: Int
  /// The name without its prefix: `sched_op` for `__HYPERVISOR_sched_op`.
  public let name: String
  /// Other names that the headers use or used.
  public let otherNames: [OtherName]
  /// The releases whose headers use the name `name`.
  public let span: Span
  /// The arguments of 64-bit guests, and of 32-bit guests if `arguments32` is nil.
  public let arguments: [Argument]
  /// The arguments of 32-bit PV guests, where they differ: 64-bit values are split into a low and a
  /// high half.
  public let arguments32: [Argument]?
  /// The handlers in 4.17.
  public let handlers: Handlers
  /// The arguments in older releases; nil if they are the same in all releases of the model.
  public let earlier: EarlierArguments?
  /// The sub-operations, if the first argument selects one.
  public let commands: ConstantGroup?

  /// The macro in the header.
  public var macro: String { "__HYPERVISOR_" + name }

  /// The arguments of a kind of guest, in order, in release `described`.
  public func arguments(of caller: Caller) -> [Argument] {
    switch caller {
    case .pv32, .hvm32: arguments32 ?? arguments
    case .pv64, .hvm64: arguments
    }
  }

  /// The arguments of a kind of guest, in order, in any release.
  public func arguments(of caller: Caller, in release: XenRelease) -> [Argument] {
    if let earlier, release < earlier.until { return earlier.arguments }
    return arguments(of: caller)
  }

  /// The call with this name or other name, with or without `__HYPERVISOR_`.
  public static func named(_ name: String) -> Hypercall? {
    let prefix = "__HYPERVISOR_"
    let short = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    return all.first { $0.name == short }
      ?? all.first { $0.otherNames.contains { $0.name == short } }
  }

  /// The call's name in a release; nil if the release does not have the call.
  public func name(in release: XenRelease) -> String? {
    if span.contains(release) { return name }
    return otherNames.first { $0.span.contains(release) }?.name
  }

  /// All names of the number in a release: two where it is another call on each architecture.
  public func names(in release: XenRelease) -> [String] {
    span.contains(release)
      ? [name] : otherNames.filter { $0.span.contains(release) }.map(\.name)
  }

  /// The call with this number.
  public static func number(_ number: Int) -> Hypercall? { all.first { $0.number == number } }
}
