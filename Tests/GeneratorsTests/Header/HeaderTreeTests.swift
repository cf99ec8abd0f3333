// SPDX-License-Identifier: Apache-2.0

import Commands
import Generators
import HypervisorABI
import Testing

@Suite struct HeaderTreeTests {
  /// The tree, in a folder `xen` of its own.
  private func withTree<R>(
    _ release: XenRelease = .standard, _ body: (_ folder: String, _ names: [String]) throws -> R
  ) throws -> R {
    try Places.withScratchFolder { folder in
      let files = Generate.headerTree(HeaderDescription(release))
      try TreeWriter(directory: folder + "/xen").write(files)
      return try body(folder, files.map(\.path))
    }
  }

  @Test func eachHeaderIncludesWhatItNeeds() throws {
    try withTree { folder, names in
      #expect(names.count > 40)
      for name in names {
        for width in ["-m32", "-m64"] {
          let complaint = try Compiler.gcc.complaint(
            about: "#include <xen/\(name)>\n", ["-std=gnu89", width, "-I", folder])
          #expect(complaint == nil, "\(name): \(complaint ?? "")")
        }
      }
    }
  }

  @Test(arguments: XenRelease.modelled) func theWholeTreeCompiles(release: XenRelease) throws {
    try withTree(release) { folder, names in
      let source = names.map { "#include <xen/\($0)>\n" }.joined()
      for compiler in Compiler.allCases {
        let complaint = try compiler.complaint(about: source, ["-std=gnu89", "-I", folder])
        #expect(complaint == nil, "\(complaint ?? "")")
      }
    }
  }

  /// One program, written for Xen's headers.
  @Test(arguments: Compiler.allCases, ["-m32", "-m64"])
  func servesWhatIsWrittenForXens(compiler: Compiler, width: String) throws {
    let probe = Places.package + "/Tests/GeneratorsTests/Header/probe.c"
    let program = "#include \"\(probe)\"\n"
    let options = ["-std=gnu99", width]
    try withTree { folder, _ in
      let ours = try compiler.complaint(about: program, options + ["-I", folder])
      #expect(ours == nil, "\(ours ?? "")")
    }
    let theirs = try compiler.complaint(about: program, options)
    #expect(theirs == nil, "\(theirs ?? "")")
  }

  @Test func oldNamesLeadToTheSame() throws {
    try withTree { folder, _ in
      let source = "#include <xen/arch-x86_64.h>\n#include <xen/arch-x86/xen.h>\nstart_info_t s;\n"
      let complaint = try Compiler.gcc.complaint(about: source, ["-m64", "-I", folder])
      #expect(complaint == nil, "\(complaint ?? "")")
    }
  }
}
