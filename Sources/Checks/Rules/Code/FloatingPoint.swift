// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode
import GuestImage

/// Ordinary functions of the kernel use x87, MMX or SSE registers.
///
/// These hold the values of whichever process ran last. A kernel may use them between
/// kernel_fpu_begin() and kernel_fpu_end(), which save and restore them; RAID, checksums and
/// ciphers do. Without -mno-sse, a compiler uses them to copy and to clear memory anywhere, for
/// example in select(): then processes calculate with wrong numbers, and if the kernel has set TS,
/// the use traps in the middle of the function. Functions are not reported that save or restore the
/// registers, call one that does, calculate with floats, or do hardly anything else.
///
/// **Affected:** processes, and the kernel at the first such instruction while TS is set.
///
/// **Fix:** give the flags with the compiler's name, so that no test of options comes before them:
///
/// ```
/// make CC="gcc -mno-sse -mno-mmx -mno-sse2 -mno-3dnow -mno-80387"
/// ```
public enum FloatingPoint: Rule {
  public static let id = "floating-point"
  public static let severity: Severity = .error
  public static let example = RuleExample(
    wrong: """
        .text
      start: movups (%rdi), %xmm0
        movups %xmm0, (%rsi)
        movups 16(%rdi), %xmm0
        movups %xmm0, 16(%rsi)
        push %rbx
        pop %rbx
        ret
      """,
    right: """
        .text
      start: mov (%rdi), %rax
        mov %rax, (%rsi)
        ret
      """)

  public static func check(_ subject: Subject) -> [Finding] {
    guard let scan = subject.code else { return [] }
    return scan.floatingPoint.map { use in
      let place = Place(
        section: scan.regions[use.region].name, symbol: scan.symbol(of: use)?.name,
        address: scan.address(of: use))
      return finding(.used(use), at: place)
    }
  }
}

extension Message {
  fileprivate static func used(_ use: FloatingPointUse) -> Message {
    "\(use.count) instruction\(use.count == 1 ? "" : "s"): \(FloatingPointUse.reason)"
  }
}
