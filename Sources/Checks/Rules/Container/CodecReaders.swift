// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI
import Loaders

/// The kernel is compressed with a codec that only some loaders can read.
///
/// A loader without the codec reports something else: PV GRUB says "not xen image" for a zstd
/// kernel (NixOS #121087, #249357; Flatcar #1397), the toolstack "unknown compression format" or
/// "no loader found" (Qubes #709). The hypervisor unpacks bzip2 and lzo itself, while Debian's
/// libxenguest is built without them; zstd support came with Xen 4.15, lz4 with 4.4.
///
/// **Affected:** the finding names the loaders that read the codec and those that do not.
///
/// **Fix:** use gzip, which every loader reads from 3.4 on, or xz, which those of 4.2 (4.1.5) and
/// later read; the finding names what the release reads. Or load the unpacked kernel:
///
/// ```
/// scripts/config -d KERNEL_ZSTD -e KERNEL_XZ
/// scripts/extract-vmlinux /boot/vmlinuz > vmlinux
/// ```
public enum CodecReaders: Rule {
  public static let id = "codec-readers"
  public static let severity: Severity = .warning
  public static let lesserSeverities: [Severity] = [.note]
  public static let example = RuleExample(
    commands: (
      """
      bzip2 -c guest > payload
      echo ".long $(stat -c %s guest)" | as -o size.o
      objcopy -O binary size.o size
      cat size >> payload
      gcc -c -DPROTOCOL=0x20f bzimage.S -o b.o
      objcopy -O binary b.o guest
      """,
      """
      gzip -c guest > payload
      gcc -c -DPROTOCOL=0x20f bzimage.S -o b.o
      objcopy -O binary b.o guest
      """
    ))

  public static func check(_ subject: Subject) -> [Finding] {
    let container = subject.image.innermost
    guard container.kind == .bzImage, let codec = container.compression,
      !EarlyGuest.refuses(subject)
    else { return [] }
    let readers = readers(of: codec, subject.target.xen)
    let unable = readers.filter { !$0.reads }
    guard !unable.isEmpty else { return [] }
    return [
      finding(
        .someOnly(
          codec,
          better: [Compression.xz, .gzip].filter { isReadByAll($0, subject.target.xen) },
          able: readers.filter(\.reads).map(\.name), unable: unable.map(\.name)),
        at: Place(), unable.contains(where: \.isXen) ? .warning : .note)
    ]
  }

  private static func readers(
    of codec: Compression, _ xen: XenRelease
  ) -> [(name: String, isXen: Bool, reads: Bool)] {
    let known = PayloadCodec.all.first { $0.compression == codec }
    return [
      ("the dom0 builder", true, known?.isRead(for: .dom0, in: xen) ?? false),
      ("Debian's libxenguest", true, known?.isRead(for: .domU, in: xen) ?? false),
      ("PV GRUB", false, grub.contains(codec)),
    ]
  }

  private static func isReadByAll(_ codec: Compression, _ xen: XenRelease) -> Bool {
    readers(of: codec, xen).allSatisfy(\.reads)
  }

  /// The codecs of GRUB's file filters: gzio, xzio, lzopio (grub-core/io@2.06).
  private static let grub: Set<Compression> = [.gzip, .xz, .lzo]
}

extension Message {
  fileprivate static func someOnly(
    _ codec: Compression, better: [Compression], able: [String], unable: [String]
  ) -> Message {
    let names = better.map(\.rawValue).joined(separator: " or ")
    let cure = names.isEmpty ? "use vmlinux" : "pack with \(names), or use vmlinux"
    let readers =
      able.isEmpty
      ? "no loader reads it"
      : able.joined(separator: " and ") + (able.count == 1 ? " reads it" : " read it")
    return """
      \(codec.rawValue) payload: \(readers), not \(unable.joined(separator: " nor ")); \(cure)
      """
  }
}
