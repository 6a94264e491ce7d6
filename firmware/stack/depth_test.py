"""Whether depth.py fails where it must: small programs, compiled as the core is, with one thing wrong in each.

The environment names the compiler with its options in LX106_CXX.
"""

import io
import os
import pathlib
import shlex
import subprocess
import tempfile
import unittest

import depth

LIMITS = "limit 400\nroot smr::Gateway::tick\n"

# The frames are as large as their arrays, and what the compiler needs besides.
PROGRAM = """
namespace smr {
void use(char* bytes);
struct Gateway { void tick(); };
void step(char* bytes) { char more[100]; use(more); use(bytes); }
void Gateway::tick() { char bytes[50]; step(bytes); use(bytes); }
}
"""
FITS = LIMITS + "outside smr::use 16\n"

INTERFACE = """
namespace smr {
struct Serial { virtual int receive(); virtual int send(); };
struct Gateway { void tick(); Serial* serial_; };
void Gateway::tick() { serial_->receive(); serial_->send(); }
}
"""
ALLOWED = LIMITS + "port serial.* 30\nport serial.receive 300\n"

IMPLEMENTATION = INTERFACE + """
namespace smr {
void use(char* bytes);
struct ChipSerial final : Serial { int receive() override; int send() override; };
int ChipSerial::receive() { char bytes[50]; use(bytes); return 0; }
"""
WHOLE = IMPLEMENTATION + "int ChipSerial::send() { return 1; }\n}\n"

POINTER = """
namespace smr {
struct Handler { void* self; void (*on_end)(void*); };
struct Gateway { void tick(); Handler handler_; };
void end(void*) { char bytes[60]; asm volatile("" : : "r"(bytes) : "memory"); }
void Gateway::tick() { handler_.on_end(handler_.self); handler_.self = this; }
}
"""

RECURSION = """
namespace smr {
void use(char* bytes);
struct Gateway { void tick(); };
void walk(int depth) { char bytes[50]; use(bytes); if (depth > 0) walk(depth - 1); use(bytes); }
void Gateway::tick() { walk(3); }
}
"""


class DepthTest(unittest.TestCase):
    def examine(self, program, calls):
        """The exit code of depth.py, and what it prints."""
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "program.cpp").write_text(program, encoding="utf-8")
            (root / "calls").write_text(calls, encoding="utf-8")
            compiler = shlex.split(os.environ["LX106_CXX"]) + ["-w", "-c", "program.cpp", "-o", "program.o"]
            subprocess.run(compiler, cwd=root, check=True)
            out = io.StringIO()
            code = depth.main(["--sources", folder, "--calls", f"{folder}/calls", f"{folder}/program.ci"], out)
            return code, out.getvalue()

    def assert_fails(self, program, calls, why):
        code, printed = self.examine(program, calls)
        self.assertEqual(code, 1, printed)
        self.assertIn(why, printed)

    def deepest(self, program, calls):
        code, printed = self.examine(program, calls)
        self.assertEqual(code, 0, printed)
        return int(printed.split(": ")[1].split()[0])

    def test_frames_of_a_chain_are_added_up_and_named(self):
        code, printed = self.examine(PROGRAM, FITS)
        self.assertEqual(code, 0, printed)
        first, *links = printed.splitlines()
        frames = [int(link.split()[0]) for link in links]
        self.assertEqual(first, f"smr::Gateway::tick: {sum(frames)} of 400 bytes")
        self.assertEqual(
            [link.split(None, 1)[1] for link in links],
            ["smr::Gateway::tick()", "smr::step(char*)", "_ZN3smr3useEPc, as allowed"],
        )
        self.assertTrue(frames[0] >= 50 and frames[1] >= 100 and frames[2] == 16, printed)

    def test_a_function_with_a_big_frame_is_over_budget(self):
        self.assert_fails(PROGRAM.replace("100", "400"), FITS, "over budget: smr::Gateway::tick takes")

    def test_a_call_through_a_pointer_must_have_targets(self):
        self.assert_fails(POINTER, LIMITS, "nothing says where handler.on_end goes")
        target = LIMITS + "pointer handler.on_end smr::end(void*)\n"
        self.assertGreaterEqual(self.deepest(POINTER, target), 60)

    def test_a_call_of_an_interface_takes_what_is_allowed(self):
        self.assert_fails(INTERFACE, LIMITS, "nothing says where serial.send goes")
        self.assertGreaterEqual(self.deepest(INTERFACE, ALLOWED), 300)

    def test_an_implementation_that_is_there_counts_in_place_of_the_allowance(self):
        with_it = ALLOWED + "implementation serial smr::ChipSerial\noutside smr::use 16\n"
        self.assertLess(self.deepest(WHOLE, with_it), 200)
        self.assert_fails(IMPLEMENTATION + "}\n", with_it, "no implementation has serial.send")

    def test_recursion_needs_a_bound_and_is_counted_by_it(self):
        outside = LIMITS + "outside smr::use 16\n"
        self.assert_fails(RECURSION, outside, "smr::walk(int): calls itself, and nothing says how often")
        once = self.deepest(RECURSION, outside + "recursion smr::walk 1\n")
        thrice = self.deepest(RECURSION, outside + "recursion smr::walk 3\n")
        self.assertGreaterEqual(thrice - once, 2 * 50)
        self.assert_fails(RECURSION, outside + "recursion smr::walk 40\n", "over budget")

    def test_a_frame_of_unknown_size_fails(self):
        program = PROGRAM.replace("char more[100];", "char* more = (char*)__builtin_alloca(bytes[0]);")
        self.assert_fails(program, FITS, "smr::step(char*): the size of its frame is known only when it runs")

    def test_a_function_outside_of_the_graphs_needs_its_size(self):
        self.assert_fails(PROGRAM, LIMITS, "smr::use(char*): nothing says what this function outside of the graphs takes")

    def test_lines_that_match_nothing_fail(self):
        for line in (
            "pointer handler.on_end smr::end",
            "port serial.* 30",
            "implementation serial smr::ChipSerial",
            "outside memcpy 16",
            "recursion smr::step 2",
        ):
            self.assert_fails(PROGRAM, FITS + line + "\n", f"matches nothing: {line.rsplit(' ', 1)[0]}")

    def test_a_root_that_is_not_there_fails(self):
        self.assert_fails(PROGRAM, FITS + "root smr::Gateway::tock\n", "root smr::Gateway::tock: there is no such function")

    def test_a_line_that_is_not_understood_fails(self):
        for line in ("limit much", "pointer handler.on_end", "outside memcpy", "root", "stack 3"):
            self.assert_fails(PROGRAM, FITS + line + "\n", "not understood")


if __name__ == "__main__":
    unittest.main()
