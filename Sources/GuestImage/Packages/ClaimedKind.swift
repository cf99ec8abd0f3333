// SPDX-License-Identifier: Apache-2.0

/// What a file should be, by its name.
///
/// The content decides what is checked. A file with such a name whose content cannot be read as
/// that is a damaged one, or what a failed download left; a directory would skip it silently.
public enum ClaimedKind: Equatable, Sendable {
  case kernel
  /// A module: `xen-netfront.ko`, `xen-netfront.ko.xz`.
  case module
  /// A package, or a cpio archive: `linux.deb`, `linux.rpm`, `k.cpio.gz`.
  case package
  /// A tar archive: `k.tar`, `k.tar.zst`, `k.tgz`.
  case tar
  /// An initial ramdisk, `initrd.img-6.1.0-13-amd64`: an archive, or a file system.
  case ramdisk

  /// - Parameters:
  ///   - path: the path of a file, or of a member of a package.
  ///   - kinds: the kinds of images that are checked.
  ///   - isMember: whether it is in a package. Packages in packages are not opened.
  public init?(_ path: String, among kinds: ImageKinds, isMember: Bool = false) {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    if kinds.contains(.kernels), KernelFileName.matches(path) {
      self = .kernel
    } else if kinds.contains(.modules), Self.ends(name, in: [".ko"], packed: Self.modulePacking) {
      self = .module
    } else if isMember {
      return nil
    } else if Self.isRamdisk(name) {
      self = .ramdisk
    } else if Self.ends(name, in: [".tar"], packed: Self.archivePacking)
      || Self.ends(name, in: Self.shortTars)
    {
      self = .tar
    } else if Self.ends(name, in: [".cpio"], packed: Self.archivePacking)
      || Self.ends(name, in: Self.packages)
    {
      self = .package
    } else {
      return nil
    }
  }

  /// Whether it is the name of a module, packed or not. A damaged one is left to the commands that
  /// check modules.
  public static func isModule(_ path: String) -> Bool {
    ClaimedKind(path, among: .modules, isMember: true) == .module
  }

  fileprivate static let modulePacking = [".gz", ".xz", ".zst"]
  /// The codecs that `ArchiveReader` unpacks.
  private static let archivePacking = [".gz", ".bz2", ".xz", ".lzma", ".lz4", ".zst"]
  private static let shortTars = [".tgz", ".tbz", ".tbz2", ".txz", ".tzst"]
  private static let packages = [".deb", ".udeb", ".ddeb", ".rpm"]

  /// `initrd.img`, `initrd.img-6.1`, `initrd.img.old`, `initramfs-6.1.img`; not the configuration of
  /// the program that makes them.
  private static func isRamdisk(_ name: String) -> Bool {
    guard ["initrd", "initramfs"].contains(where: { name.hasPrefix($0) }),
      let end = name.ranges(of: ".img").last?.upperBound
    else { return false }
    return KernelFileName.isKernel(ending: name[end...])
  }

  /// Whether something precedes one of these endings, which may be followed by that of a codec.
  private static func ends(
    _ name: String, in endings: [String], packed: [String] = []
  ) -> Bool {
    let ending = packed.first { name.hasSuffix($0) } ?? ""
    let plain = name.dropLast(ending.count)
    return endings.contains { plain.count > $0.count && plain.hasSuffix($0) }
  }

  /// The noun, for messages.
  private var words: String {
    switch self {
    case .kernel: "a kernel"
    case .module: "a module"
    case .package: "a package"
    case .tar: "a tar archive"
    case .ramdisk: "an initial ramdisk"
    }
  }

  private var cure: String {
    switch self {
    case .kernel: "replace it by the whole kernel, or rename it"
    case .module: "replace it by the whole module, or rename it"
    case .package, .tar, .ramdisk: "replace it by the whole file, or rename it"
    }
  }

  /// The error for a file with such a name that is none.
  ///
  /// - Parameter problem: why it is none: `is empty`.
  public func error(_ file: String, _ problem: String) -> ImageError {
    ImageError(image: file, problem: "is named like \(words), but \(problem)", cure: cure)
  }
}

extension GuestImage {
  /// Why a file that is not to be checked is not what its name says; nil if it is, or is something
  /// else that is known, such as a script, or a file for another architecture.
  public func missing(_ claim: ClaimedKind) -> ImageError? {
    if file.isEmpty { return claim.error(name, "is empty") }
    switch claim {
    case .kernel: return missingKernel
    case .module: return missingModule
    case .package, .tar, .ramdisk: return missingArchive(claim)
    }
  }

  private var missingModule: ImageError? {
    switch container.kind {
    case .elf, .bzImage: return damage(inModule: file)
    case .gzip:
      switch container.unpacked {
      case .failure(let error): return ImageError(error, in: name)
      case .success(let contents): return damage(inModule: contents)
      }
    case .unknown:
      guard Codecs.matching(file) != nil else { return damage(inModule: file) }
      do {
        if let object = try packedObject() { return damage(inModule: object.file) }
      } catch {
        return error
      }
      return plainContents.flatMap { damage(inModule: $0) }
    }
  }

  /// Why an unpacked file is a damaged module: it is not an ELF file, its headers cannot be read, or
  /// no section has a name. Nil if it is something else that is known.
  private func damage(inModule contents: Bytes) -> ImageError? {
    let object = GuestImage(name: name, title: title, file: contents, limit: limit)
    guard object.container.kind == .elf else {
      if object.container.kind == .bzImage || ForeignFile(contents) != nil { return nil }
      let front = FileFront(contents)
      if let page = front.download { return ClaimedKind.module.error(name, page) }
      // `README.ko` is a text in Korean; nobody packs one as `README.ko.xz`.
      if front.isText, !isNamedPackedModule { return nil }
      return ClaimedKind.module.error(name, "is not an ELF file, packed or not")
    }
    switch object.elf {
    case .failure(let error):
      let isOwn = contents.withUnsafeBytes {
        $0.count < ImageKinds.elfFront || ImageKinds.modules.mayBegin(with: $0)
      }
      return isOwn ? error : nil
    case .success(let elf):
      guard contents.withUnsafeBytes({ ImageKinds.modules.mayBegin(with: $0) }),
        elf.sections.allSatisfy(\.name.isEmpty)
      else { return nil }
      return ClaimedKind.module.error(name, "has no section with a name")
    }
  }

  /// Whether its name, or that of the member of a package, is one of a packed module: `a.ko.xz`.
  private var isNamedPackedModule: Bool {
    let file = name.last == ")" ? name.dropLast() : name[...]
    return ClaimedKind.modulePacking.contains { file.hasSuffix(".ko" + $0) }
  }

  /// Why a file that `KernelPackage` does not take is not an archive; nil if it can be one without
  /// members, or a file system, or is something else that is known.
  private func missingArchive(_ claim: ClaimedKind) -> ImageError? {
    guard container.kind == .unknown || container.kind == .gzip else { return nil }
    if let foreign = ForeignFile(file) {
      guard foreign == .archive, claim == .package else { return nil }
      return claim.error(name, "is an ar archive of something else, or cut off")
    }
    guard let codec = Codecs.matching(file) else {
      return damage(in: FileFront(file), of: claim, isPacked: false)
    }
    do {
      let part = UnpackOptions(limit: limit, reach: { _ in FileFront.mostBytes })
      let contents = try Codecs.unpack(file, with: codec, part).bytes
      return damage(in: FileFront(contents), of: claim, isPacked: true)
    } catch {
      return ImageError(error, in: name)
    }
  }

  private func damage(
    in front: FileFront, of claim: ClaimedKind, isPacked: Bool
  ) -> ImageError? {
    // An archive without members, or one that is packed by a codec that libarchive does not have.
    if front.isArchive { return nil }
    switch claim {
    // A tar archive without members is zeros.
    case .tar where front.isZeros: return nil
    case .ramdisk where isPacked || !front.isZeros && !front.isText: return nil
    default: break
    }
    if isPacked { return claim.error(name, "contains no archive") }
    let words = front.isZeros ? "is zeros" : front.isText ? "is text" : "is not one"
    return claim.error(name, words)
  }
}

/// The first bytes of a file, packed or not, that tell what it is.
private struct FileFront {
  static let mostBytes = 4096

  private let bytes: [UInt8]

  init(_ file: Bytes) { bytes = file.withUnsafeBytes { Array($0.prefix(Self.mostBytes)) } }

  var isZeros: Bool { bytes.allSatisfy { $0 == 0 } }

  /// Whether there are no control characters other than those of lines.
  var isText: Bool {
    bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7f || (0x09...0x0d).contains($0) }
  }

  /// What a download that failed left instead of the file, as a predicate: the page of a server, or
  /// the pointer that Git has in the place of a large file. Nil if it is neither.
  var download: String? {
    let start = String(decoding: bytes.prefix(256), as: UTF8.self).lowercased()
    let text = start.drop { $0.isWhitespace || $0 == "\u{feff}" }
    if text.hasPrefix("version https://git-lfs.github.com") {
      return "is a pointer of Git LFS, not the file that it stands for"
    }
    return text.hasPrefix("<!doctype") || text.hasPrefix("<html") ? "is an HTML page" : nil
  }

  var isArchive: Bool { bytes.withUnsafeBytes { KernelPackage.isPlain($0) } }
}
