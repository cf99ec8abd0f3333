// SPDX-License-Identifier: Apache-2.0

// swift-format-ignore: AlwaysUseLowerCamelCase
/// Where a guest puts the arguments of a call, and what it gets back, whichever way it enters.
///
/// Source: public/arch-x86/xen-x86_32.h and xen-x86_64.h.
public struct CallingConvention: Sendable, Equatable {
  /// The registers of the arguments, first to last; Xen may overwrite those that a call uses.
  public let arguments: [String]
  /// The register of the number on the way in, and of the result on the way out.
  public let result: String
  /// The register that headers from 4.2 to 4.17 name for a sixth argument. No call has one: a PV64
  /// Xen up to 4.0.0 read it from rbp, and since 4.17 Xen passes five only.
  public let sixthArgument: String

  /// 64-bit guests.
  public static let x86_64 = CallingConvention(
    arguments: ["rdi", "rsi", "rdx", "r10", "r8"], result: "rax", sixthArgument: "r9")
  /// 32-bit guests.
  public static let i386 = CallingConvention(
    arguments: ["ebx", "ecx", "edx", "esi", "edi"], result: "eax", sixthArgument: "ebp")

  /// The releases whose headers name the sixth register.
  public static let sixthArgumentSpan = Span(since: .v4_2, until: .v4_18)
}

extension Hypercall.Caller {
  /// The processor's mode in which such a guest runs.
  public var architecture: Architecture {
    switch self {
    case .pv32, .hvm32: .i386
    case .pv64, .hvm64: .x86_64
    }
  }

  /// In an HVM container, PVH included.
  public var isHvm: Bool { self == .hvm32 || self == .hvm64 }

  /// Its registers.
  public var convention: CallingConvention { architecture == .i386 ? .i386 : .x86_64 }

  /// The guest of that kind on that processor.
  public init(_ architecture: Architecture, isHvm: Bool) {
    switch architecture {
    case .i386: self = isHvm ? .hvm32 : .pv32
    case .x86_64: self = isHvm ? .hvm64 : .pv64
    }
  }
}
