// JSON and the requests made of it: whatever is accepted makes sound settings.
#include "core/api/config_patch.h"
#include "core/http/json_reader.h"
#include "core/store/settings_codec.h"
#include "fuzz/fuzz.h"
#include "tests/whole_gateway.h"

namespace {

const smr::Device& device() {
    static bool made = false;
    static WholeGateway* scene = nullptr;
    if (!made) {
        made = true;
        scene = &check::fresh<WholeGateway>();
        scene->commission();
        scene->boot(smr::ChipReset::kPower);
    }
    return scene->gateway->device();
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    if (size == 0 || size > 577) {
        return 0;
    }
    const uint8_t kind = *bytes++;
    --size;
    smr::Settings wanted = device().settings;
    bool password_changed = false;
    smr::Provisioning provisioning;
    switch (kind % 4) {
        case 0: {
            smr::JsonReader json(bytes, size);
            char copy[64];
            size_t length = 0;
            // Every token takes at least one byte.
            for (size_t count = 0; json.next() != smr::JsonReader::Token::kEnd && json.token() != smr::JsonReader::Token::kError;
                 ++count) {
                fuzz::require(count <= size, "a text ends");
                fuzz::require(json.offset() <= size, "a place in the text");
                if (json.token() == smr::JsonReader::Token::kString && json.copy_text(copy, sizeof copy, &length)) {
                    fuzz::require(length == json.text_size() && length <= sizeof copy, "a text has one size");
                }
                if (json.token() == smr::JsonReader::Token::kKey && (kind & 4U) != 0) {
                    json.skip_value();
                }
            }
            break;
        }
        case 1: {
            const smr::PatchProblem problem = smr::patch_settings(bytes, size, device(), &wanted, &password_changed);
            if (problem.code.size() == 0) {
                fuzz::require(smr::check_settings(wanted) == smr::SettingsProblem::kNone, "what is accepted is sound");
                const bool same = memcmp(&wanted.admin, &device().settings.admin, sizeof wanted.admin) == 0;
                fuzz::require(password_changed || same, "the password does not change unsaid");
                uint8_t encoded[smr::kLargestSettings];
                smr::Settings again = smr::default_settings();
                const size_t length = smr::encode_settings(wanted, encoded);
                fuzz::require(length <= sizeof encoded && smr::decode_settings(encoded, length, &again), "it can be kept");
            } else {
                fuzz::require(problem.status >= 400 && problem.message.size() > 0, "a refusal says why");
            }
            break;
        }
        case 2:
            if (smr::read_provisioning(bytes, size, device(), &provisioning).code.size() == 0) {
                fuzz::require(provisioning.wifi.ssid_size > 0 && smr::are_usable(provisioning.wifi), "a network to join");
                fuzz::require(provisioning.name_size <= smr::kNameSize, "a name that fits");
            }
            break;
        default:
            if (smr::read_claim(bytes, size, device(), &wanted).code.size() == 0) {
                fuzz::require(wanted.has_admin, "a password was set");
            }
            break;
    }
    return 0;
}

void fuzz::write_seeds(Seeds& seeds) {
    const char* everything =
        "{\"name\":\"M\\u00e9ter\",\"wifi\":{\"ssid\":\"home\",\"passphrase\":\"12345678\"},\"network\":{\"fixed\":true,\"address\":"
        "\"192.168.1.9\",\"netmask\":\"255.255.255.0\",\"gateway\":\"192.168.1.1\",\"dns\":\"1.1.1.1\"},\"serial\":{\"baud\":9600,"
        "\"format\":\"7e1\",\"inverted\":true},\"radio\":{\"power_dbm\":10,\"mode\":\"g\"},\"pins\":{\"led\":2,\"button\":null},"
        "\"ota\":{\"arduino\":true},\"admin\":{\"password\":\"correct horse\"}}";
    seeds.add(0, everything);
    seeds.add(4, everything);
    seeds.add(1, everything);
    seeds.add(2, "{\"ssid\":\"home\",\"passphrase\":\"swordfish\",\"name\":\"Shed\",\"admin_password\":\"correct horse\"}");
    seeds.add(3, "{\"password\":\"correct horse\"}");
    seeds.add(0, "[[[[[[[[1,-2147483648,\"\\ud83d\\ude00\",true,null]]]]]]]]");
}
