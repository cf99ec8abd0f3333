// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// The bzImage uses a boot protocol before 2.08, which does not say where its payload is.
///
/// Up to Linux 2.6.25 the compressed part is a flat binary, not an ELF, so there are no notes to
/// read and nothing that a PV loader could load. The toolstack and the dom0 builder refuse the
/// file, although the kernel inside may be a good Xen guest.
///
/// **Affected:** libxenguest, the dom0 builder, GRUB.
///
/// **Fix:** load and check the vmlinux of the same build:
///
/// ```
/// pvkit check vmlinux       # from the build tree, beside arch/x86/boot/bzImage
/// ```
public enum PayloadProtocol: Rule {
  public static let id = "payload-protocol"
  public static let severity: Severity = .error
  public static let example = RuleExample(
    commands: (
      """
      gzip -c guest > payload
      gcc -c -DPROTOCOL=0x207 bzimage.S -o b.o
      objcopy -O binary b.o guest
      """,
      """
      gzip -c guest > payload
      gcc -c -DPROTOCOL=0x20f bzimage.S -o b.o
      objcopy -O binary b.o guest
      """
    ))

  public static func check(_ subject: Subject) -> [Finding] {
    guard case .failure(.protocolTooOld(let version)) = subject.image.innermost.unpacked else {
      return []
    }
    return [finding(.tooOld(version), at: Place(offset: 0x206))]
  }
}

extension Message {
  fileprivate static func tooOld(_ version: UInt16) -> Message {
    let minor = String(version & 0xff)
    return """
      boot protocol \(version >> 8).\(minor.count < 2 ? "0" : "")\(minor) is older than 2.08: \
      loaders find no kernel in it; check and load vmlinux instead
      """
  }
}
