// SPDX-License-Identifier: Apache-2.0

/// The page of stubs that Xen writes for a guest (3.0.2 on): call the page's address plus number
/// times the size of an entry. Source: public/arch-x86/xen-x86_64.h, xen/arch/x86/pv/hypercall.c@4.17.
public enum HypercallPage {
  /// In bytes.
  public static let size = 4096
  /// Bytes of one stub.
  public static let entrySize = 32
  /// Stubs in the page.
  public static let entryCount = size / entrySize
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// Where a guest puts the arguments of a call, and what it gets back.
public struct CallingConvention: Sendable {
  /// The registers of the arguments, first to last; Xen may overwrite those that a call uses.
  public let arguments: [String]
  /// The register of the number on the way in, and of the result on the way out.
  public let result: String

  /// 64-bit guests, through the page: it keeps rcx and r11, which `syscall` itself destroys.
  public static let x86_64 = CallingConvention(
    arguments: ["rdi", "rsi", "rdx", "r10", "r8"], result: "rax")
  /// 32-bit guests.
  public static let i386 = CallingConvention(
    arguments: ["ebx", "ecx", "edx", "esi", "edi"], result: "eax")
}
