// SPDX-License-Identifier: Apache-2.0

/// The meaning of an instruction to a hypervisor. Instructions that behave alike under a hypervisor
/// share a class, named after the best known of them.
public enum InstructionClass: UInt8, Sendable, CaseIterable {
  /// Of no interest to a hypervisor.
  case ordinary
  /// Not implemented by any processor.
  case undefined
  /// Cut off by the end of the code.
  case truncated
  /// Depends on ModRM or a prefix; only used inside the tables.
  case unresolved

  /// int3, and int1 (F1).
  case int3, int1
  /// ud0, ud1 and ud2, which are defined to be invalid.
  case ud2

  // The interrupt flag, and waiting for an interrupt.
  case cli, sti, pushf, popf, hlt
  /// monitor and mwait; monitorx and mwaitx.
  case mwait, mwaitx

  // Entry into the kernel and return from it.
  case int, into, syscall, sysenter, sysret, sysexit, iret
  /// erets and eretu (FRED).
  case eretu
  case swapgs, lkgs
  /// Far calls, jumps and returns.
  case lcall, ljmp, lret

  // Descriptor tables and segments.
  case lgdt, lidt, lldt, ltr, sgdt, sidt, sldt, str
  case lar, lsl
  /// verr and verw.
  case verw
  /// mov and pop to ss, lss.
  case movToSS
  /// mov and pop to any other segment register, lds, les, lfs, lgs.
  case movToSegment
  /// mov and push of a segment register.
  case movFromSegment
  /// mov and push of cs.
  case movFromCS
  /// rdfsbase and rdgsbase; wrfsbase and wrgsbase.
  case rdgsbase, wrgsbase

  // Control and debug registers.
  case movFromCR, movToCR0, movToCR2, movToCR3, movToCR4, movToCR8, movFromDR, movToDR
  case lmsw, smsw, clts
  /// clac and stac.
  case stac
  case xgetbv, xsetbv
  /// xsaves and xrstors.
  case xsaves

  // Caches and translations.
  case invlpg, invpcid
  /// invlpgb and tlbsync.
  case invlpgb
  case invd
  /// wbinvd and wbnoinvd.
  case wbinvd

  // Ports.
  case `in`, out
  /// ins and outs.
  case ins, outs

  // Model-specific registers, time and features.
  case rdmsr, wrmsr, wrmsrns, rdpmc, rdtsc, rdtscp, cpuid
  /// rdpkru and wrpkru.
  case wrpkru
  case hreset, pconfig

  // Virtualization and other functions above the kernel.
  case vmcall, vmmcall
  /// Intel VT (VMX) except vmcall.
  case vmx
  /// AMD SVM except vmmcall.
  case svm
  /// psmash, pvalidate, rmpadjust, rmpupdate.
  case snp
  /// tdcall and the seam instructions.
  case tdx
  /// encls and enclv.
  case encls
  case getsec, rsm
  /// setssbsy, clrssbsy, wruss: the supervisor's part of shadow stacks.
  case shadowStack

  /// The name in reports, such as `lgdt`.
  public var name: String { "\(self)" }

  /// The class of that name.
  public static func named(_ name: String) -> InstructionClass? {
    allCases.first { $0.name == name }
  }

  /// Whether it may behave differently under a hypervisor or outside of ring 0.
  public var isSensitive: Bool { rawValue > InstructionClass.ud2.rawValue }
}
