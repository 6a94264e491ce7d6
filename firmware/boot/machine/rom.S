/* The ROM of the machine: vectors, a routine at the address of each that the loader calls, and ways in and out of programs.
 *
 * QEMU starts at the reset vector in its system ROM, whatever the entry point of the ELF file says. */

    .section .reset.text, "ax"
    .global reset_vector
reset_vector:
    j       start
    .align  4
    .literal_position
start:
    movi    a2, 0
    wsr     a2, intenable
    movi    a2, 0x20                /* user vector mode, all interrupt levels open */
    wsr     a2, ps
    rsync
    movi    a1, machine_stack_top
    movi    a0, machine_main
    callx0  a0
stay:
    j       stay

/* A routine runs on a stack of its own: what the loader's takes is measured. */
.macro routine address, name
    .org    \address
    j       enter_\name
.endm
.macro enter name
    .literal_position
    .align  4
enter_\name:
    movi    a8, caller
    s32i    a0, a8, 0
    s32i    a1, a8, 4
    movi    a1, routine_stack_top
    movi    a0, \name
    callx0  a0
    movi    a8, caller
    l32i    a0, a8, 0
    l32i    a1, a8, 4
    ret
.endm

    .section .rom.text, "ax"
    .org    0x30                    /* kernel exceptions */
    j       exception
    .org    0x50                    /* user exceptions */
    j       exception
    .org    0x70                    /* exceptions within exceptions */
    j       exception
    .org    0x100
    .literal_position
    .align  4
exception:
    movi    a1, machine_stack_top
    rsr     a2, exccause
    rsr     a3, epc1
    rsr     a4, excvaddr
    movi    a0, unexpected_exception
    callx0  a0
    enter   rtc_get_reset_reason
    enter   uart_tx_one_char
    enter   SPIUnlock
    enter   SPIEraseSector
    enter   SPIWrite
    enter   SPIRead
    routine 0x25E0, rtc_get_reset_reason
    routine 0x3B30, uart_tx_one_char
    routine 0x4878, SPIUnlock
    routine 0x4A00, SPIEraseSector
    routine 0x4A4C, SPIWrite
    routine 0x4B1C, SPIRead

/* What applications consist of, before their constants: it is copied into their images. The entry is behind the first word. */
    .section .text.application, "ax"
    .align  4
    .global application_code
application_code:
    .word   application_landed
    l32r    a0, application_code
    jx      a0
    .align  4
    .global application_code_end
application_code_end:

    .section .text.switching, "ax"
    .literal_position
    .align  4
    .global application_landed
application_landed:
    mov     a2, a1
    movi    a1, routine_stack_top
    movi    a0, landed
    jx      a0

/* uint32_t run_program(entry, stack): goes there, and comes back where leave_program(result) is called. */
    .global run_program
    .align  4
run_program:
    movi    a8, way_back
    s32i    a0, a8, 0
    s32i    a1, a8, 4
    s32i    a12, a8, 8
    s32i    a13, a8, 12
    s32i    a14, a8, 16
    s32i    a15, a8, 20
    mov     a1, a3
    movi    a0, 0
    jx      a2
    .global leave_program
    .align  4
leave_program:
    movi    a8, way_back
    l32i    a0, a8, 0
    l32i    a1, a8, 4
    l32i    a12, a8, 8
    l32i    a13, a8, 12
    l32i    a14, a8, 16
    l32i    a15, a8, 20
    ret

/* int32_t host_call(number, a, b, c): a semihosting call into QEMU. */
    .global host_call
    .align  4
host_call:
    simcall
    ret

    .section .bss.stacks, "aw", @nobits
    .align  16
caller:
    .space  16
way_back:
    .space  32
    .space  16384
    .align  16
routine_stack_top:
    .space  16384
    .align  16
machine_stack_top:
