// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import GuestImage

@Suite struct ClaimedKindTests {
  private static let all: ImageKinds = [.kernels, .modules]

  @Test(
    arguments: [
      ("boot/vmlinuz-6.1.0-13-amd64", .kernel), ("xen-netfront.ko", .module),
      ("net/a.ko.xz", .module), ("a.ko.zst", .module), ("a.ko.gz", .module),
      ("linux-image.deb", .package), ("kernel-core.rpm", .package), ("a.cpio", .package),
      ("a.cpio.gz", .package), ("k.tar", .tar), ("k.tar.zst", .tar), ("k.tgz", .tar),
      ("k.tar.bz2", .tar), ("initrd.img", .ramdisk), ("initrd.img-6.1.0-13-amd64", .ramdisk),
      ("initrd.img.old", .ramdisk), ("initramfs-6.1.x86_64.img", .ramdisk),
    ] as [(String, ClaimedKind)]) func names(name: String, kind: ClaimedKind)
  {
    #expect(ClaimedKind(name, among: Self.all) == kind)
    // Packages in packages are not opened; modules are not among kernels.
    let isImage = kind == .kernel || kind == .module
    #expect(ClaimedKind(name, among: Self.all, isMember: true) == (isImage ? kind : nil))
    #expect(ClaimedKind(name, among: .kernels) == (kind == .module ? nil : kind))
  }

  @Test(arguments: [
    "", ".ko", "ko", "a.ko.cmd", "a.ko.debug", "a.o", "deb", ".deb", "a.deb.asc", "a.tar.sig",
    "a.tar.Z", "a.zip", "a.gz", "initrd", "initramfs.conf", "initrd.img.sha256",
    "initramfs.img.txt",
    "a.ko/README", "boot.img",
  ]) func otherNames(name: String) {
    #expect(ClaimedKind(name, among: Self.all) == nil)
  }

  private static func problem(_ bytes: [UInt8], _ name: String) throws -> String? {
    let claim = try #require(ClaimedKind(name, among: all), "\(name)")
    return GuestImage(name: name, file: Bytes(bytes)).missing(claim)?.problem
  }

  private static func half(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.prefix(bytes.count / 2)) }

  @Test func damagedModules() throws {
    let module = ElfBuilder.module()
    #expect(try Self.problem([], "a.ko") == "is named like a module, but is empty")
    for cut in [4, 19, 20, 63, module.count / 2, module.count - 1] {
      #expect(try Self.problem(Array(module.prefix(cut)), "a.ko") != nil, "\(cut)")
    }
    for (name, codec) in [("a.ko.gz", .gzip), ("a.ko.xz", .xz), ("a.ko.zst", .zstd)]
      as [(String, Compression)]
    {
      let packed = try Packer.pack(module, codec)
      #expect(try Self.problem(Self.half(packed), name)?.hasPrefix("the \(codec) stream") == true)
      // Sound, of a module that was cut off before.
      #expect(try Self.problem(try Packer.pack(Self.half(module), codec), name) != nil, "\(name)")
      let text = try Packer.pack(Array("text\n".utf8), codec)
      let none = "is named like a module, but is not an ELF file, packed or not"
      #expect(try Self.problem(text, name) == none, "\(name)")
      #expect(try Self.problem(Array("text\n".utf8), name) == none, "\(name)")
      let member = GuestImage(name: "k.tar(\(name))", file: Bytes(text))
      #expect(member.missing(.module)?.problem == none, "\(name)")
    }
    let zeros = [UInt8](repeating: 0, count: 8192)
    #expect(
      try Self.problem(zeros, "a.ko")
        == "is named like a module, but is not an ELF file, packed or not")
    var hole = module
    hole.replaceSubrange(64..., with: repeatElement(0, count: hole.count - 64))
    #expect(try Self.problem(hole, "a.ko") != nil)
  }

  /// What a server or Git gives instead of a module is one by no name.
  @Test(arguments: [
    ("<!DOCTYPE html>\n<html>", "is an HTML page"), ("\n<html><head>", "is an HTML page"),
    (
      "version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
      "is a pointer of Git LFS, not the file that it stands for"
    ),
  ]) func downloads(text: String, words: String) throws {
    for name in ["a.ko", "README.ko", "a.ko.xz"] {
      let problem = try Self.problem(Array(text.utf8), name)
      #expect(problem == "is named like a module, but \(words)", "\(name)")
    }
  }

  /// A text in Korean, a script, and modules for other machines, whole or not.
  @Test func whatIsNoModule() throws {
    var other = ElfBuilder.module()
    other.set(UInt16(183), at: 18)
    for bytes in [Array("한국어\n".utf8), Array("#!/bin/sh\n".utf8), other, Self.half(other)] {
      #expect(try Self.problem(bytes, "README.ko") == nil)
    }
  }

  @Test func damagedPackages() throws {
    let (text, zeros) = (Array("<html>\n".utf8), [UInt8](repeating: 0, count: 10240))
    for (name, words) in [
      ("a.deb", "a package"), ("a.rpm", "a package"), ("a.cpio", "a package"),
      ("a.tar", "a tar archive"), ("initrd.img", "an initial ramdisk"),
    ] {
      #expect(try Self.problem([], name) == "is named like \(words), but is empty")
      #expect(try Self.problem(text, name) == "is named like \(words), but is text")
      let none = "is named like \(words), but is zeros"
      // An archive without members.
      #expect(try Self.problem(zeros, name) == (name == "a.tar" ? nil : none), "\(name)")
    }
    let start = Array("!<arch>\nde".utf8)
    #expect(
      try Self.problem(start, "a.deb")
        == "is named like a package, but is an ar archive of something else, or cut off")
    var generator = SeededGenerator(seed: 4)
    let noise = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for codec in [.gzip, .bzip2, .xz, .zstd] as [Compression] {
      let packed = try Packer.pack(noise, codec)
      for name in ["a.tar.xz", "initrd.img-6.1"] {
        let cut = try Self.problem(Array(packed.prefix(100)), name)
        #expect(cut?.hasPrefix("the \(codec) stream") == true, "\(codec): \(cut ?? "")")
      }
      #expect(
        try Self.problem(packed, "a.tar.xz")
          == "is named like a tar archive, but contains no archive")
      // A file system.
      #expect(try Self.problem(packed, "initrd.img") == nil)
      #expect(try Self.problem(try Packer.pack(zeros, codec), "a.tar.xz") == nil)
    }
    #expect(try Self.problem(Array("#!/bin/sh\n".utf8), "a.tar") == nil)
  }
}
