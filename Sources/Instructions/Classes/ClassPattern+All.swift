// SPDX-License-Identifier: Apache-2.0

/// The class of each encoding. If several patterns match, the first counts.
///
/// Sources: Intel's and AMD's manuals. The tests compare every encoding with Zydis.
extension ClassPattern {
  static let all = flags + transitions + descriptors + registers + memory + system + undefined

  private static let flags: [ClassPattern] = [
    .init(.cli, "FA"), .init(.sti, "FB"), .init(.pushf, "9C"), .init(.popf, "9D"),
    .init(.hlt, "F4"), .init(.mwait, "NP 0F 01 =C8-C9"),
    .init(.mwaitx, "NP 0F 01 =FA-FB"), .init(.stac, "NP 0F 01 =CA-CB"),
  ]

  private static let transitions: [ClassPattern] = [
    .init(.int3, "CC"), .init(.int1, "F1"), .init(.int, "CD"),
    .init(.into, "CE", only: .bits32),
    .init(.ud2, "0F 0B"), .init(.ud2, "0F B9"), .init(.ud2, "0F FF"),
    .init(.syscall, "0F 05"), .init(.sysret, "0F 07"),
    .init(.sysenter, "0F 34"), .init(.sysexit, "0F 35"), .init(.iret, "CF"),
    .init(.eretu, "F2 0F 01 =CA", only: .bits64), .init(.eretu, "F3 0F 01 =CA", only: .bits64),
    .init(.swapgs, "0F 01 =F8", only: .bits64), .init(.lkgs, "F2 0F 00 /6", only: .bits64),
    .init(.lcall, "9A", only: .bits32), .init(.lcall, "FF /3 m"),
    .init(.ljmp, "EA", only: .bits32), .init(.ljmp, "FF /5 m"), .init(.lret, "CA-CB"),
  ]

  private static let descriptors: [ClassPattern] = [
    .init(.sgdt, "0F 01 /0 m"), .init(.sidt, "0F 01 /1 m"),
    .init(.lgdt, "0F 01 /2 m"), .init(.lidt, "0F 01 /3 m"),
    .init(.sldt, "0F 00 /0"), .init(.str, "0F 00 /1"), .init(.lldt, "0F 00 /2"),
    .init(.ltr, "0F 00 /3"), .init(.verw, "0F 00 /4-5"),
    .init(.lar, "0F 02"), .init(.lsl, "0F 03"),
    .init(.undefined, "8E /1"), .init(.undefined, "8E /6-7"), .init(.undefined, "8C /6-7"),
    .init(.movToSS, "8E /2"), .init(.movToSegment, "8E"),
    .init(.movFromCS, "8C /1"), .init(.movFromSegment, "8C"),
    .init(.movFromCS, "0E", only: .bits32), .init(.movToSS, "17", only: .bits32),
    .init(.movFromSegment, "06", only: .bits32), .init(.movToSegment, "07", only: .bits32),
    .init(.movFromSegment, "16", only: .bits32), .init(.movFromSegment, "1E", only: .bits32),
    .init(.movToSegment, "1F", only: .bits32),
    .init(.movFromSegment, "0F A0"), .init(.movToSegment, "0F A1"),
    .init(.movFromSegment, "0F A8"), .init(.movToSegment, "0F A9"),
    .init(.undefined, "0F B2 r"), .init(.undefined, "0F B4-B5 r"),
    .init(.movToSS, "0F B2 m"), .init(.movToSegment, "0F B4-B5 m"),
    .init(.movToSegment, "PLAIN C4-C5", only: .bits32),
    .init(.rdgsbase, "F3 0F AE /0-1 r", only: .bits64),
    .init(.wrgsbase, "F3 0F AE /2-3 r", only: .bits64),
  ]

  private static let registers: [ClassPattern] = [
    .init(.undefined, "0F 20 /1"), .init(.undefined, "0F 20 /5-7"),
    .init(.undefined, "0F 22 /1"), .init(.undefined, "0F 22 /5-7"),
    .init(.undefined, "0F 20 /2-4 +R"), .init(.undefined, "0F 22 /2-4 +R"),
    .init(.undefined, "0F 21 +R"), .init(.undefined, "0F 23 +R"),
    .init(.movFromCR, "0F 20"), .init(.movToCR8, "0F 22 /0 +R"), .init(.movToCR0, "0F 22 /0"),
    .init(.movToCR2, "0F 22 /2"),
    .init(.movToCR3, "0F 22 /3"), .init(.movToCR4, "0F 22 /4"),
    .init(.movFromDR, "0F 21"), .init(.movToDR, "0F 23"),
    .init(.smsw, "0F 01 /4"), .init(.lmsw, "0F 01 /6"), .init(.clts, "0F 06"),
    .init(.xgetbv, "NP 0F 01 =D0"), .init(.xsetbv, "NP 0F 01 =D1"),
    .init(.xsaves, "NP 0F C7 /3 m"), .init(.xsaves, "NP 0F C7 /5 m"),
  ]

  private static let memory: [ClassPattern] = [
    .init(.invlpg, "0F 01 /7 m"), .init(.invpcid, "66 0F 38 82 m"),
    .init(.invlpgb, "NP 0F 01 =FE-FF"),
    .init(.invd, "0F 08"), .init(.wbinvd, "0F 09"),
    .init(.in, "E4-E5"), .init(.in, "EC-ED"), .init(.out, "E6-E7"), .init(.out, "EE-EF"),
    .init(.ins, "6C-6D"), .init(.outs, "6E-6F"),
  ]

  private static let system: [ClassPattern] = [
    .init(.rdmsr, "0F 32"), .init(.wrmsr, "0F 30"), .init(.wrmsrns, "NP 0F 01 =C6"),
    .init(.rdpmc, "0F 33"), .init(.rdtsc, "0F 31"), .init(.rdtscp, "0F 01 =F9"),
    .init(.cpuid, "0F A2"), .init(.wrpkru, "NP 0F 01 =EE-EF"),
    .init(.hreset, "F3 0F 3A F0 =C0"), .init(.pconfig, "NP 0F 01 =C5"),
    .init(.vmcall, "NP 0F 01 =C1"), .init(.vmmcall, "0F 01 =D9"),
    .init(.vmx, "NP 0F 01 =C2-C4"), .init(.vmx, "NP 0F 01 =D4"),
    .init(.vmx, "NP 0F C7 /6-7 m"), .init(.vmx, "66 0F C7 /6 m"), .init(.vmx, "F3 0F C7 /6 m"),
    .init(.vmx, "NP 0F 78-79"), .init(.vmx, "66 0F 38 80-81 m"),
    .init(.svm, "0F 01 =D8"), .init(.svm, "0F 01 =DA-DF"),
    .init(.snp, "F2 0F 01 =FF"), .init(.snp, "F2 0F 01 =FE", only: .bits64),
    .init(.snp, "F3 0F 01 =FE-FF", only: .bits64),
    .init(.tdx, "66 0F 01 =CC"), .init(.tdx, "66 0F 01 =CD-CF", only: .bits64),
    .init(.encls, "NP 0F 01 =CF"), .init(.encls, "NP 0F 01 =C0"),
    .init(.getsec, "NP 0F 37"), .init(.rsm, "0F AA"),
    .init(.shadowStack, "F3 0F 01 =E8"), .init(.shadowStack, "F3 0F AE /6 m"),
    .init(.shadowStack, "66 0F 38 F5 m"),
  ]
}
