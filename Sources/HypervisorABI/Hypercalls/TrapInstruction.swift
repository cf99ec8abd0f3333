// SPDX-License-Identifier: Apache-2.0

// swift-format-ignore: AlwaysUseLowerCamelCase
/// The instruction by which a guest leaves for Xen.
public enum TrapInstruction: String, CaseIterable, Sendable {
  case int82
  case syscall
  case vmcall
  case vmmcall

  /// As GNU's assembler reads it.
  public var assembly: String { self == .int82 ? "int $0x82" : rawValue }

  /// As the processor reads it. A PV guest's call that is preempted goes on by moving the
  /// instruction pointer two bytes back: those of PV guests must be that long.
  public var bytes: [UInt8] {
    switch self {
    case .int82: [0xcd, 0x82]
    case .syscall: [0x0f, 0x05]
    case .vmcall: [0x0f, 0x01, 0xc1]
    case .vmmcall: [0x0f, 0x01, 0xd9]
    }
  }

  /// Registers that the instruction itself destroys.
  public var destroys: [String] { self == .syscall ? ["rcx", "r11"] : [] }

  /// Vendors of processors on which a guest in an HVM container traps by `vmmcall` (AMD's SVM), as
  /// CPUID leaf 0 gives them in ebx, edx, ecx; all others have `vmcall`.
  public static let vmmcallVendors = ["AuthenticAMD", "HygonGenuine"]
}
