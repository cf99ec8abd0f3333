// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import GuestImage
import HypervisorABI
import Loaders
import Reports
import TestGuests

/// Kernels as files of arbitrary bytes.
extension FuzzTarget {
  /// The most bytes to which a packed kernel may unpack.
  static let limit = 1 << 20

  static let elf = FuzzTarget("elf", longest: 8192, seeds: guests) { bytes, isThorough in
    let image = GuestImage(name: "fuzz", file: Bytes(bytes), limit: limit)
    guard let elf = try? image.elf.get() else { return Shown.check([image.problemText]) }
    for record in elf.notes + elf.notes(readBy: .eight).records {
      _ = record.value(width: elf.width)?.description
      if let address = record.number {
        _ = (elf.symbol(at: address), elf.section(containing: address))
        _ = (elf.segment(containingPhysical: address), elf.fileOffset(ofVirtual: address))
      }
    }
    _ = elf.placeSymbols
    let listing = NotesListing(image: image, elf: elf)
    Shown.check(NotesText(listing, style: .plain).lines)
    if isThorough { Shown.check((try? renderJSON(listing, .lines)) ?? "") }
  }

  /// A kernel whose notes can be rewritten can be read again, with equal notes.
  static let rewrite = FuzzTarget("rewrite", longest: 8192, seeds: guests) { bytes, _ in
    let image = GuestImage(name: "fuzz", file: Bytes(bytes), limit: limit)
    guard var rewrite = try? NoteRewrite(image) else { return }
    let entries = rewrite.entries
    rewrite.entries = entries
    guard let written = try? rewrite.bytes() else { return }
    let again = GuestImage(name: "again", file: Bytes(written), limit: limit)
    guard let reread = try? NoteRewrite(again) else { fatalError("cannot be read again") }
    let isSame = reread.entries.elementsEqual(entries) {
      ($0.owner, $0.type, $0.descriptor) == ($1.owner, $1.type, $1.descriptor)
    }
    precondition(isSame, "\(entries) became \(reread.entries)")
  }

  static let check = FuzzTarget("check", longest: 8192, seeds: guests) { bytes, isThorough in
    let image = GuestImage(name: "fuzz", file: Bytes(bytes), limit: limit)
    // The end of the input selects the release and, unless all are tried, the mode and role.
    let releases = XenRelease.modelled
    let (first, last) = (Int(bytes.first ?? 0), Int(bytes.last ?? 0))
    let all = GuestMode.allCases
    let check = ImageCheck(
      target: Target(xen: releases[last % releases.count], pv32: first & 1 != 0),
      modes: isThorough ? all : [all[last % all.count]],
      roles: isThorough ? DomainRole.allCases : [last & 4 == 0 ? .domU : .dom0])
    if image.problem != nil {
      // The loaders' models and the rules take any file, though no report shows what they say of such.
      let verdicts = Loaders.verdicts(
        on: image, modes: check.modes ?? all, roles: check.roles, target: check.target)
      _ = Rules.findings(Subject(image: image, target: check.target, verdicts: verdicts))
    }
    let report = check.report(on: image)
    guard isThorough else { return }
    Shown.check(CheckText(report, style: .plain).lines)
    checkForms(report)
  }

  /// The first byte selects the codec, or makes the rest a file.
  static let container = FuzzTarget("container", longest: 4096, seeds: payloads) { bytes, _ in
    guard let first = bytes.first else { return }
    let rest = Bytes(Array(bytes.dropFirst()))
    let codecs = Compression.allCases
    guard Int(first) < codecs.count else {
      let image = GuestImage(name: "fuzz", file: rest, limit: limit, upTo: .notes)
      return Shown.check([image.problemText])
    }
    switch codecs[Int(first)].unpack(rest, limit: limit) {
    case .success(let unpacked): precondition(unpacked.count <= limit)
    case .failure(let error): Shown.check([error.description, error.cure])
    }
  }

  static let archive = FuzzTarget("archive", longest: 4096, seeds: archives) { bytes, _ in
    let image = GuestImage(name: "fuzz", file: Bytes(bytes), limit: limit)
    for member in (try? ElfArchive(image)?.members) ?? [] { _ = try? member.elf.get() }
  }

  /// Packages and other archives, read with libarchive.
  static let package = FuzzTarget("package", longest: 8192, seeds: packages) { bytes, _ in
    let kinds: ImageKinds = [.kernels, .modules]
    guard let package = (try? KernelPackage(Bytes(bytes), name: "fuzz", limit: limit)) ?? nil else {
      return
    }
    _ = try? package.members(kinds) { member in
      // Names are only made printable where they are printed.
      let name = member.path.printable
      let image = GuestImage(name: name, file: member.bytes, limit: limit)
      _ = image.kinds
      Shown.check([image.problemText])
    }
  }

  /// JSON reports, read as a baseline and as the report of a shard.
  static let reports = FuzzTarget("reports", longest: 4096, seeds: [shard]) { bytes, _ in
    let text = String(decoding: bytes, as: UTF8.self)
    _ = try? Baseline(text, of: .check).updated(by: [], keeping: [])
    guard let merge = try? ShardMerge([("a", text)]) else { return }
    Shown.check(merge.lines)
    guard let views = try? merge.views(),
      let run = AnnotatedRun(of: merge.command, version: "0", views.map(\.shown))
    else { return }
    for format in AnnotationFormats.all { Shown.check((try? format.text(run)) ?? "") }
  }

  private static let shard = Array(
    """
    {"fingerprints":["note-owner"],"form":"check","image":"k","input":1,"version":1}
    {"form":"shard-view","input":1,"shown":{"annotations":[],"known":[],"name":"k","page":{"map":{"base":0,\
    "image":"k","items":[{"detail":"","kind":"code","name":"segment 0","physical":[4096,8192],"virtual":4096}],\
    "mapped":[0,65536],"marks":[{"message":"m","physical":4096,"place":"","rule":"note-owner",\
    "severity":"error"}],"memory":1048576,"omitted":0,"subject":"ELF","verdict":{"accepts":true,\
    "changedIn":null,"guestType":null,"loader":"l","mode":"pv","outcome":"accept","reason":null,\
    "role":"domU","xen":"4.17"}},"subject":"ELF","tables":[{"heads":["h"],"rows":[[{"look":"","text":"t"}]],\
    "title":"t"}]}},"text":["k"],"version":1}
    {"command":"pvkit check","count":1,"exit":1,"form":"shard","inputs":1,"of":"check","shard":1,"version":1}

    """.utf8)

  /// Renders the report in every form for other tools.
  static func checkForms(_ report: some AnnotatedReport) {
    Shown.check((try? renderJSON(report, .lines)) ?? "")
    var run = AnnotatedRun(command: "fuzz", version: "0", rules: type(of: report).rules)
    run.images = [AnnotatedRun.Image(report, notes: true)]
    for format in AnnotationFormats.all { Shown.check((try? format.text(run)) ?? "") }
  }

  static let guests: [[UInt8]] = {
    var legacy = TestGuest()
    legacy.notes = []
    legacy.legacy = "GUEST_OS=test,XEN_VER=xen-3.0,VIRT_BASE=0xc0000000,FEATURES=!writable|dom0"
    legacy.symbols = TestGuest.Symbols()
    var narrow = TestGuest()
    narrow.header.is64 = false
    narrow.header.machine = 3
    return [TestGuest(), legacy, narrow].map { $0.build().bytes.trimmed }
  }()

  private static let payloads: [[UInt8]] = Compression.allCases.enumerated().map {
    [UInt8($0.offset)] + $0.element.firstBytes
  }

  /// A cpio archive (newc) with one guest, and the same in an RPM package without tags.
  private static let packages: [[UInt8]] = {
    func header(_ name: String, size: Int, mode: Int) -> [UInt8] {
      let fields = [1, mode, 0, 0, 1, 0, size, 0, 0, 0, 0, name.utf8.count + 1, 0]
      let text = fields.map { field in
        let digits = String(field, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
      }
      let head = Array(("070701" + text.joined() + name).utf8) + [0]
      return head + [UInt8](repeating: 0, count: -head.count & 3)
    }
    let guest = Array(guests[0].prefix(2048))
    let cpio =
      header("vmlinux", size: guest.count, mode: 0o100644) + guest
      + header("TRAILER!!!", size: 0, mode: 0)
    let lead = [0xed, 0xab, 0xee, 0xdb, 3, 0] + [UInt8](repeating: 0, count: 90)
    let none: [UInt8] = [0x8e, 0xad, 0xe8, 1] + [UInt8](repeating: 0, count: 12)
    return [cpio, lead + none + none + cpio]
  }()

  private static let archives: [[UInt8]] = [
    Array("!<arch>\n".utf8)
      + Array("a.o/            0           0     0     644     64        `\n".utf8)
      + Array(WrappedElf.executable([]).prefix(64))
  ]
}

extension GuestImage {
  var problemText: String { problem?.description ?? "" }
}

extension Compression {
  /// The magic bytes and a minimal header; the fuzzer must find the rest.
  fileprivate var firstBytes: [UInt8] {
    switch self {
    case .gzip: [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    case .bzip2: Array("BZh9".utf8) + [0x17, 0x72, 0x45, 0x38, 0x50, 0x90, 0, 0, 0, 0]
    case .lzma: [0x5d, 0, 0, 0x80, 0] + [UInt8](repeating: 0xff, count: 8) + [0, 0, 0, 0, 0]
    case .xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0, 0xff, 0x12, 0xd9, 0x41]
    case .lzo: [0x89, 0x4c, 0x5a, 0x4f, 0, 0x0d, 0x0a, 0x1a, 0x0a, 0x10, 0x30, 0, 0, 9, 0x40]
    case .lz4: [0x02, 0x21, 0x4c, 0x18, 3, 0, 0, 0, 0x10, 0x61, 0, 0]
    case .zstd: [0x28, 0xb5, 0x2f, 0xfd, 0x20, 1, 9, 0, 0, 0x61]
    }
  }
}

extension [UInt8] {
  /// The bytes without most of the zeros that pad the code of a test guest, because a smaller input
  /// is mutated where it matters. The offsets in the headers are wrong afterwards.
  fileprivate var trimmed: [UInt8] { count > 8192 ? Array(prefix(512) + suffix(7680)) : self }
}
