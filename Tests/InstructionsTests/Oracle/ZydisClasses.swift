// SPDX-License-Identifier: Apache-2.0

import CZydis
import Instructions

/// Which of Zydis's mnemonics are of which class; those that it calls by one name, such as mov,
/// are told apart by their operands.
enum ZydisClasses {
  static let byMnemonic = Dictionary(
    uniqueKeysWithValues: mnemonics.flatMap { kind, names in
      names.split(separator: " ").map { (number(String($0)), kind) }
    })

  private static let mnemonics: [InstructionClass: String] = [
    .int3: "int3", .int1: "int1", .ud2: "ud0 ud1 ud2",
    .cli: "cli", .sti: "sti", .pushf: "pushf pushfd pushfq", .popf: "popf popfd popfq",
    .hlt: "hlt", .mwait: "monitor mwait", .mwaitx: "monitorx mwaitx",
    .int: "int", .into: "into", .syscall: "syscall", .sysenter: "sysenter", .sysret: "sysret",
    .sysexit: "sysexit", .iret: "iret iretd iretq", .swapgs: "swapgs",
    .lgdt: "lgdt", .lidt: "lidt", .lldt: "lldt", .ltr: "ltr", .sgdt: "sgdt", .sidt: "sidt",
    .sldt: "sldt", .str: "str", .lar: "lar", .lsl: "lsl", .verw: "verr verw",
    .movToSS: "lss", .movToSegment: "lds les lfs lgs",
    .rdgsbase: "rdfsbase rdgsbase", .wrgsbase: "wrfsbase wrgsbase",
    .lmsw: "lmsw", .smsw: "smsw", .clts: "clts", .stac: "clac stac",
    .xgetbv: "xgetbv", .xsetbv: "xsetbv", .xsaves: "xsaves xsaves64 xrstors xrstors64",
    .invlpg: "invlpg", .invpcid: "invpcid", .invlpgb: "invlpgb tlbsync", .invd: "invd",
    .wbinvd: "wbinvd",
    .in: "in", .out: "out", .ins: "insb insw insd", .outs: "outsb outsw outsd",
    .rdmsr: "rdmsr", .wrmsr: "wrmsr", .rdpmc: "rdpmc", .rdtsc: "rdtsc", .rdtscp: "rdtscp",
    .cpuid: "cpuid", .wrpkru: "rdpkru wrpkru", .hreset: "hreset", .pconfig: "pconfig",
    .vmcall: "vmcall", .vmmcall: "vmmcall",
    .vmx: """
    vmlaunch vmresume vmxoff vmxon vmfunc vmptrld vmptrst vmclear vmread vmwrite invept invvpid
    """,
    .svm: "vmrun vmload vmsave stgi clgi skinit invlpga",
    .snp: "psmash pvalidate rmpadjust rmpupdate",
    .tdx: "tdcall seamret seamops seamcall", .encls: "encls enclv", .getsec: "getsec",
    .rsm: "rsm", .shadowStack: "setssbsy clrssbsy wrussd wrussq",
  ]

  /// The number of a mnemonic, by asking Zydis for the name of each.
  private static func number(_ name: String) -> UInt32 {
    guard let number = numbers[name] else { fatalError("Zydis has no mnemonic \(name)") }
    return number
  }

  private static let numbers: [String: UInt32] = Dictionary(
    uniqueKeysWithValues: (0...ZYDIS_MNEMONIC_MAX_VALUE.rawValue).map { number in
      (String(cString: ZydisMnemonicGetString(ZydisMnemonic(number))), number)
    })
}
