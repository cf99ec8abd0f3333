// SPDX-License-Identifier: Apache-2.0

// swift-format-ignore: AlwaysUseLowerCamelCase
/// The registers for a hypercall's arguments and result. They are the same for every `Mechanism`.
///
/// Source: public/arch-x86/xen-x86_32.h and xen-x86_64.h.
public struct CallingConvention: Sendable, Equatable {
  /// The registers of the arguments, first to last. Xen may overwrite those that a call uses.
  public let arguments: [String]
  /// The register that holds the number on entry and the result on return.
  public let result: String
  /// The register that the headers from 4.2 to 4.17 name for a sixth argument. No call has a sixth
  /// argument: a PV64 Xen up to 4.0.0 read it from rbp, and since 4.17 Xen passes five only.
  public let sixthArgument: String

  /// The convention of 64-bit guests.
  public static let x86_64 = CallingConvention(
    arguments: ["rdi", "rsi", "rdx", "r10", "r8"], result: "rax", sixthArgument: "r9")
  /// The convention of 32-bit guests.
  public static let i386 = CallingConvention(
    arguments: ["ebx", "ecx", "edx", "esi", "edi"], result: "eax", sixthArgument: "ebp")
}

extension Hypercall.Caller {
  /// The processor architecture of the guest.
  public var architecture: Architecture {
    switch self {
    case .pv32, .hvm32: .i386
    case .pv64, .hvm64: .x86_64
    }
  }

  /// Whether the guest runs in an HVM container; true for PVH too.
  public var isHvm: Bool { self == .hvm32 || self == .hvm64 }

  /// The registers of the guest's calls.
  public var convention: CallingConvention { architecture == .i386 ? .i386 : .x86_64 }

  /// Makes the kind of guest from its architecture and container.
  public init(_ architecture: Architecture, isHvm: Bool) {
    switch architecture {
    case .i386: self = isHvm ? .hvm32 : .pv32
    case .x86_64: self = isHvm ? .hvm64 : .pv64
    }
  }
}
