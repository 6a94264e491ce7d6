/* Lines on UART0: for whoever watches a board that does not start. */
#include "boot/boot.h"

enum { kLongestLine = 40 };

typedef struct Line {
    char text[kLongestLine];
    uint32_t size;
} Line;

static void put_text(Line* line, const char* text) {
    while (*text != 0 && line->size < kLongestLine - 1) {
        line->text[line->size++] = *text++;
    }
}

/* Numbers have at most three digits. The processor has no division. */
static void put_number(Line* line, uint32_t number) {
    bool begun = false;
    for (uint32_t unit = 100; unit > 0; unit = unit == 100 ? 10 : unit == 10 ? 1 : 0) {
        char digit[2] = {'0', 0};
        for (; number >= unit; number -= unit) {
            ++digit[0];
        }
        if (begun || digit[0] != '0' || unit == 1) {
            put_text(line, digit);
            begun = true;
        }
    }
}

static void begin(Line* line, const char* what) {
    line->size = 0;
    put_text(line, "smr-boot/1 ");
    put_text(line, what);
}

static void end(SmrBoot* boot, Line* line) {
    put_text(line, "\r\n");
    line->text[line->size] = 0;
    smr_boot_say(boot, line->text);
}

void smr_boot_say_what(SmrBoot* boot, const char* what) {
    Line line;
    begin(&line, what);
    end(boot, &line);
}

void smr_boot_say_number(SmrBoot* boot, const char* what, uint32_t number) {
    Line line;
    begin(&line, what);
    put_text(&line, " ");
    put_number(&line, number);
    end(boot, &line);
}

/* Every step: 3 ms of its 60, and who waits sees it move. */
void smr_boot_say_progress(SmrBoot* boot, const char* what) {
    Line line;
    begin(&line, what);
    put_text(&line, " ");
    put_number(&line, boot->record.state.position);
    put_text(&line, "/");
    put_number(&line, 2 * boot->record.sectors);
    end(boot, &line);
}
