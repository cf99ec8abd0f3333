// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// A drawing of the hypercall page: the call at each offset, and the code of the stubs.
enum HypercallPageDrawing {
  private static let columns = 4
  private static let cell = (width: 300, height: 20)
  private static let top = 34

  static var svg: String {
    let count = (Hypercall.all.map(\.number).max() ?? 0) + 1
    let rows = (count + columns - 1) / columns
    var svg = Svg(
      width: columns * cell.width + 24, height: top + rows * cell.height + 40 + stubs.count * 20,
      title: "The hypercall page")
    svg.text(
      "hypercall page: \(HypercallPage.entryCount) stubs of \(HypercallPage.entrySize) bytes; "
        + "offset, number, call; grey: not implemented in \(Hypercall.described); hatched: no hypercall",
      12, 20, "h")
    for number in 0..<rows * columns { draw(number, rows, &svg) }
    for (index, stub) in stubs.enumerated() {
      let y = top + rows * cell.height + 34 + index * 20
      svg.text(stub.guest, 12, y, "h")
      svg.text(stub.code, 12 + cell.width / 2, y)
    }
    return svg.file
  }

  /// Draws the box of a call. The boxes fill the columns from top to bottom.
  private static func draw(_ number: Int, _ rows: Int, _ svg: inout Svg) {
    let (x, y) = (12 + number / rows * cell.width, top + number % rows * cell.height)
    let call = Hypercall.number(number)
    let isServed = call.map { call in
      Hypercall.Caller.allCases.contains { call.handlers[$0] != .none }
    }
    svg.box(
      x, y, cell.width - 6, cell.height - 2,
      isServed == nil ? "url(#hole)" : isServed == true ? "#ddf4ff" : "#eaeef2")
    let offset = hex(number * HypercallPage.entrySize)
    svg.text(offset, x + 42, y + 14, "e")
    svg.text(String(number), x + 68, y + 14, "e")
    svg.text(call?.name ?? "", x + 76, y + 14)
  }

  /// The code of the stubs, where n is the number. Source: xen/arch/x86/pv/hypercall.c and
  /// hvm@4.17.
  private static let stubs: [(guest: String, code: String)] = [
    ("64-bit PV", "push rcx; push r11; mov eax, n; syscall; pop r11; pop rcx; ret"),
    ("32-bit PV", "mov eax, n; int 0x82; ret"),
    ("HVM, PVH", "mov eax, n; vmcall (AMD: vmmcall); ret"),
    ("iret, 64-bit", "push rcx; push r11; push rax; mov eax, 23; syscall: by a jump, not a call"),
    ("iret, 32-bit", "push eax; mov eax, 23; int 0x82: by a jump, not a call"),
  ]
}
