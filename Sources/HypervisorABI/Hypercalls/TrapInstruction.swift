// SPDX-License-Identifier: Apache-2.0

// swift-format-ignore: AlwaysUseLowerCamelCase
/// The instruction by which a guest enters Xen.
public enum TrapInstruction: String, CaseIterable, Sendable {
  case int82
  case syscall
  case vmcall
  case vmmcall

  /// The instruction in GNU assembler syntax.
  public var assembly: String { self == .int82 ? "int $0x82" : rawValue }

  /// The instruction's encoding. To continue a preempted call of a PV guest, Xen moves the
  /// instruction pointer back by two bytes, so that the instructions of PV guests must have that
  /// length.
  public var bytes: [UInt8] {
    switch self {
    case .int82: [0xcd, 0x82]
    case .syscall: [0x0f, 0x05]
    case .vmcall: [0x0f, 0x01, 0xc1]
    case .vmmcall: [0x0f, 0x01, 0xd9]
    }
  }

  /// The registers that the instruction itself overwrites.
  public var destroys: [String] { self == .syscall ? ["rcx", "r11"] : [] }

  /// The processor vendors, as CPUID leaf 0 returns them in ebx, edx, ecx, where a guest in an HVM
  /// container uses `vmmcall` (AMD's SVM). All others use `vmcall`.
  public static let vmmcallVendors = ["AuthenticAMD", "HygonGenuine"]
}
