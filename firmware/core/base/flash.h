// Constants that stay in flash.
//
// On the ESP8266 a byte or halfword load from flash traps, and what lies in .rodata costs RAM. Constant text and tables are
// therefore put into a section of their own and read through aligned word loads only.
#pragma once

#include <stddef.h>
#include <stdint.h>

#if defined(ESP8266) || defined(SMR_LX106)
#define SMR_STRINGIZE_(x) #x
#define SMR_STRINGIZE(x) SMR_STRINGIZE_(x)
// A section for each constant, so that the linker can drop those that nobody uses.
#define SMR_IN_FLASH __attribute__((section(".irom0.text.smr." SMR_STRINGIZE(__COUNTER__)), aligned(4)))
#define SMR_WORD_LOADS 1
#else
#define SMR_IN_FLASH __attribute__((aligned(4)))
#endif

namespace smr {

// The byte at an address that may be in flash.
inline uint8_t flash_byte(const void* address) {
#if defined(SMR_WORD_LOADS)
    const uintptr_t at = reinterpret_cast<uintptr_t>(address);
    // Volatile keeps the compiler from narrowing the load to the byte that is used.
    const uint32_t word = *reinterpret_cast<const volatile uint32_t*>(at & ~uintptr_t{3});
    return static_cast<uint8_t>(word >> ((at & 3U) * 8U));
#else
    return *static_cast<const uint8_t*>(address);
#endif
}

// Bytes in flash. There is no way to a plain pointer, so that nobody loads from it by accident.
class FlashBytes {
public:
    constexpr FlashBytes() : data_(nullptr), size_(0) {}
    constexpr FlashBytes(const void* data, size_t size) : data_(data), size_(size) {}

    constexpr size_t size() const { return size_; }

    // The byte at `index`, which must be below size().
    uint8_t at(size_t index) const { return flash_byte(static_cast<const char*>(data_) + index); }

    // Copies up to `count` bytes from `offset` on; returns how many there were.
    size_t copy(size_t offset, uint8_t* to, size_t count) const {
        size_t copied = 0;
        while (copied < count && offset + copied < size_) {
            to[copied] = at(offset + copied);
            ++copied;
        }
        return copied;
    }

private:
    const void* data_;
    size_t size_;
};

// What a FlashText points at.
template <size_t Size>
struct FlashLiteral {
    uint32_t size;  // without the zero at the end
    char text[Size];
};

// Text in flash, made by SMR_TEXT("..."). A single pointer, with the size in flash before the text: on LX106 an object of two words goes
// through memory, and a function that names many texts would need a place on the stack for each.
class FlashText {
public:
    constexpr FlashText() : literal_(nullptr) {}
    template <size_t Size>
    explicit constexpr FlashText(const FlashLiteral<Size>& literal) : literal_(&literal) {}

    size_t size() const { return literal_ == nullptr ? 0 : *static_cast<const uint32_t*>(literal_); }
    char at(size_t index) const { return static_cast<char>(flash_byte(data() + index)); }

    bool equals(const char* text, size_t size) const {
        return size == this->size() && starts(text, size);
    }

    // Whether `text` begins with this.
    bool is_prefix_of(const char* text, size_t size) const { return size >= this->size() && starts(text, this->size()); }

    // As equals(), with ASCII letters of either case taken as the same.
    bool equals_ignoring_case(const char* text, size_t size) const {
        if (size != this->size()) {
            return false;
        }
        for (size_t index = 0; index < size; ++index) {
            if (lower(at(index)) != lower(text[index])) {
                return false;
            }
        }
        return true;
    }

private:
    static char lower(char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    bool starts(const char* text, size_t count) const {
        for (size_t index = 0; index < count; ++index) {
            if (at(index) != text[index]) {
                return false;
            }
        }
        return true;
    }

    const char* data() const { return static_cast<const char*>(literal_) + sizeof(uint32_t); }

    const void* literal_;
};

}  // namespace smr

// A literal that lives in flash: `text.append(SMR_TEXT("HTTP/1.1 "))`.
#define SMR_TEXT(literal)                                                                                           \
    ([]() -> ::smr::FlashText {                                                                                     \
        static const ::smr::FlashLiteral<sizeof(literal)> smr_literal SMR_IN_FLASH = {sizeof(literal) - 1, literal}; \
        return ::smr::FlashText(smr_literal);                                                                       \
    }())
