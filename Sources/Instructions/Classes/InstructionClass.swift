// SPDX-License-Identifier: Apache-2.0

/// What an instruction is to a hypervisor: those that act alike under one share a class, which has
/// the name of the one that all know it by.
public enum InstructionClass: UInt8, Sendable, CaseIterable {
  /// A hypervisor has nothing to do with it.
  case ordinary
  /// No processor executes it.
  case undefined
  /// The code ends before it does.
  case truncated
  /// ModRM or a prefix decides: inside the tables only.
  case unresolved

  /// int3, and int1 (F1).
  case int3, int1
  /// ud0, ud1, ud2: meant to be undefined.
  case ud2

  // The interrupt flag, and waiting for an interrupt.
  case cli, sti, pushf, popf, hlt
  /// monitor and mwait; monitorx and mwaitx.
  case mwait, mwaitx

  // Into the kernel and out of it.
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

  // Virtualization and what lies above the kernel.
  case vmcall, vmmcall
  /// Intel VT (VMX) but vmcall.
  case vmx
  /// AMD SVM but vmmcall.
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

  /// As reports have it: `lgdt`.
  public var name: String { "\(self)" }

  /// The class of that name.
  public static func named(_ name: String) -> InstructionClass? {
    allCases.first { $0.name == name }
  }

  /// Whether a hypervisor, or the processor outside of ring 0, may make something else of it than
  /// what stands there.
  public var isSensitive: Bool { rawValue > InstructionClass.ud2.rawValue }
}
