// SPDX-License-Identifier: Apache-2.0

/// Encodings in opcode groups that no processor implements.
extension ClassPattern {
  static let undefined: [ClassPattern] = [
    .init(.undefined, "8D r"), .init(.undefined, "PLAIN 8F /1-7"),
    .init(.undefined, "PLAIN 62 r"), .init(.undefined, "PLAIN C4-C5 r"),
    .init(.undefined, "C6-C7 /1-6"), .init(.undefined, "C6-C7 /7 m"),
    .init(.undefined, "C6-C7 =F9-FF"), .init(.undefined, "C6-C7 =C8-F7"),
    .init(.undefined, "FE /2-7"), .init(.undefined, "FF /7"), .init(.undefined, "FF /3 r"),
    .init(.undefined, "FF /5 r"),

    .init(.undefined, "D9 /1 m"), .init(.undefined, "D9 =D1-D7"), .init(.undefined, "D9 =E2-E3"),
    .init(.undefined, "D9 =E6-E7"), .init(.undefined, "D9 =EF"),
    .init(.undefined, "DA =E0-E8"), .init(.undefined, "DA =EA-FF"),
    .init(.undefined, "DB /4 m"), .init(.undefined, "DB /6 m"), .init(.undefined, "DB =E5-E7"),
    .init(.undefined, "DB =F8-FF"), .init(.undefined, "DD /5 m"), .init(.undefined, "DD =F0-FF"),
    .init(.undefined, "DE =D8"), .init(.undefined, "DE =DA-DF"), .init(.undefined, "DF =E1-E7"),
    .init(.undefined, "DF =F8-FF"),

    .init(.undefined, "0F 00 /6-7"), .init(.undefined, "0F BA /0-3"),
    .init(.undefined, "0F C7 /0 m"), .init(.undefined, "0F C7 /2 m"),
    .init(.undefined, "0F C7 /0-5 r"),
    .init(.undefined, "0F 71-73 m"), .init(.undefined, "0F 71-72 /0-1"),
    .init(.undefined, "0F 71-72 /3"), .init(.undefined, "0F 71-72 /5"),
    .init(.undefined, "0F 71-72 /7"), .init(.undefined, "0F 73 /0-1"),
    .init(.undefined, "0F 73 /4-5"),
    .init(.undefined, "0F 01 =C7"), .init(.undefined, "0F 01 =D2-D3"),
    .init(.undefined, "0F 01 =EB"),
  ]
}
