/* The ROM of the machine: vectors, and a jump at the address of each routine that stubs may call.
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
    movi    a1, boot_stack_top
    movi    a0, machine_main
    callx0  a0
stay:
    j       stay

/* Each stand-in at its public address. */
.macro routine address, name
    .org    \address
    j       \name
.endm

    .section .rom.text, "ax"
    .org    0x10                    /* debug exceptions: here, an access to a register of the UART */
    j       register_access
    .org    0x30                    /* kernel exceptions */
    j       exception
    .org    0x50                    /* user exceptions */
    j       exception
    .org    0x70                    /* exceptions within exceptions */
    j       exception
    .org    0x100
    .literal_position
    .align  4

/* Saves all registers in `saved`, lets emulate_access() do what the instruction wanted, and goes on behind it. */
register_access:
    wsr     a0, excsave2
    movi    a0, saved
    s32i    a1, a0, 4
    s32i    a2, a0, 8
    s32i    a3, a0, 12
    s32i    a4, a0, 16
    s32i    a5, a0, 20
    s32i    a6, a0, 24
    s32i    a7, a0, 28
    s32i    a8, a0, 32
    s32i    a9, a0, 36
    s32i    a10, a0, 40
    s32i    a11, a0, 44
    s32i    a12, a0, 48
    s32i    a13, a0, 52
    s32i    a14, a0, 56
    s32i    a15, a0, 60
    rsr     a2, excsave2
    s32i    a2, a0, 0
    rsr     a2, sar
    s32i    a2, a0, 64
    rsr     a2, epc2
    s32i    a2, a0, 68
    mov     a2, a0
    movi    a1, access_stack_top
    movi    a0, emulate_access
    callx0  a0
    movi    a0, saved
    l32i    a2, a0, 64
    wsr     a2, sar
    l32i    a2, a0, 68
    wsr     a2, epc2
    l32i    a2, a0, 0
    wsr     a2, excsave2
    l32i    a1, a0, 4
    l32i    a2, a0, 8
    l32i    a3, a0, 12
    l32i    a4, a0, 16
    l32i    a5, a0, 20
    l32i    a6, a0, 24
    l32i    a7, a0, 28
    l32i    a8, a0, 32
    l32i    a9, a0, 36
    l32i    a10, a0, 40
    l32i    a11, a0, 44
    l32i    a12, a0, 48
    l32i    a13, a0, 52
    l32i    a14, a0, 56
    l32i    a15, a0, 60
    rsr     a0, excsave2
    rfi     2

    .literal_position
    .align  4
/* Interrupts and other exceptions are handled on the stack that they come upon, as by the chip's ROM: with all registers there,
 * take_exception() is called. */
exception:
    addi    a1, a1, -96
    s32i    a0, a1, 0
    s32i    a2, a1, 8
    s32i    a3, a1, 12
    s32i    a4, a1, 16
    s32i    a5, a1, 20
    s32i    a6, a1, 24
    s32i    a7, a1, 28
    s32i    a8, a1, 32
    s32i    a9, a1, 36
    s32i    a10, a1, 40
    s32i    a11, a1, 44
    s32i    a12, a1, 48
    s32i    a13, a1, 52
    s32i    a14, a1, 56
    s32i    a15, a1, 60
    rsr     a2, sar
    s32i    a2, a1, 64
    rsr     a2, epc1
    s32i    a2, a1, 68
    mov     a2, a1
    rsr     a3, exccause
    rsr     a4, excvaddr
    movi    a0, take_exception
    callx0  a0
    l32i    a2, a1, 68
    wsr     a2, epc1
    l32i    a2, a1, 64
    wsr     a2, sar
    l32i    a0, a1, 0
    l32i    a2, a1, 8
    l32i    a3, a1, 12
    l32i    a4, a1, 16
    l32i    a5, a1, 20
    l32i    a6, a1, 24
    l32i    a7, a1, 28
    l32i    a8, a1, 32
    l32i    a9, a1, 36
    l32i    a10, a1, 40
    l32i    a11, a1, 44
    l32i    a12, a1, 48
    l32i    a13, a1, 52
    l32i    a14, a1, 56
    l32i    a15, a1, 60
    addi    a1, a1, 96
    rfe

    routine 0x0F88, ets_isr_attach
    routine 0x0FA8, ets_isr_unmask
    .org    0x1000
    .word   0xFFF0C101              /* by which the chip is told from others */
    routine 0x264C, software_reset
    routine 0x2ECC, ets_delay_us
    routine 0x39D8, uart_div_modify
    routine 0x3B30, uart_tx_one_char
    routine 0x3F58, SelectSpiFunction
    routine 0x4878, SPIUnlock
    routine 0x4984, SPIEraseChip
    routine 0x49B4, SPIEraseBlock
    routine 0x4A00, SPIEraseSector
    routine 0x4A4C, SPIWrite
    routine 0x4B1C, SPIRead
    routine 0x4C2C, SPIParamCfg
    routine 0x9818, MD5Init
    routine 0x9834, MD5Update
    routine 0x9900, MD5Final

/* int32_t host_call(number, a, b, c): a semihosting call into QEMU. */
    .section .text.host_call, "ax"
    .global host_call
    .align 4
host_call:
    simcall
    ret

    .section .bss.stacks, "aw", @nobits
    .align 16
saved:
    .space 80
    .space 4096
    .align 16
access_stack_top:
    .space 4096
    .align 16
boot_stack_top:
