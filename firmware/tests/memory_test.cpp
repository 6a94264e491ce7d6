// What goes on and what waits when the heap is nearly used up.
#include "core/health/memory.h"

#include "tests/fake_serial.h"
#include "tests/http_world.h"
#include "tests/whole_gateway.h"

using smr::Memory;

namespace {

smr::HeapFigures with_free(uint32_t free) { return {free, free, free}; }

// A gateway in use, and the last bytes of heap.
WholeGateway& short_of_memory(uint32_t free) {
    WholeGateway& scene = check::fresh<WholeGateway>();
    scene.commission();
    scene.boot(smr::ChipReset::kPower);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    scene.system.set_heap(with_free(free));
    return scene;
}

}  // namespace

TEST(the_dispensable_ends_first) {
    const Memory none(Memory::kForRadio - 1);
    const Memory little(Memory::kForRadio);
    const Memory some(Memory::kForAnswers);
    const Memory enough(Memory::kForRequests);
    CHECK(!none.allows_streams());
    CHECK(little.allows_streams() && !little.allows_answers());
    CHECK(some.allows_streams() && some.allows_answers() && !some.allows_requests());
    CHECK(enough.allows_requests());
}

TEST(new_requests_are_put_off_until_there_is_memory) {
    WholeGateway& scene = short_of_memory(Memory::kForRequests - 1);
    const char* const paths[] = {"/", "/api/v1/info", "/api/v1/status"};
    for (const char* const path : paths) {
        CHECK_EQ(scene.get(path), 503);
        CHECK(scene.says("\r\nRetry-After: 10\r\n"));
        CHECK(scene.says("\"code\":\"short-of-memory\""));
    }
    scene.system.set_heap(with_free(Memory::kForRequests));
    CHECK_EQ(scene.get("/api/v1/info"), 200);
}

TEST(a_restart_can_be_ordered_without_memory_for_anything_else) {
    WholeGateway& scene = short_of_memory(Memory::kForRequests);
    smr::TextOf<700> authorization;
    CHECK(scene.authorize("POST", "/api/v1/restart", authorization));
    authorization.append('\0');
    scene.system.set_heap(with_free(Memory::kForAnswers));
    // Asked for the password like anybody.
    CHECK_EQ(scene.ask("POST", "/api/v1/restart", nullptr, nullptr, 0), 401);
    CHECK_EQ(scene.ask("POST", "/api/v1/restart", authorization.data(), nullptr, 0), 202);
    scene.run(10 * smr::kSecond);
    CHECK_EQ(scene.boots, 2U);
}

TEST(the_meter_is_read_while_requests_are_put_off) {
    WholeGateway& scene = short_of_memory(Memory::kForRequests);
    const smr::Connection reader = scene.network.connect_to(smr::TcpService::kP1);
    scene.run(smr::kSecond);
    scene.system.set_heap(with_free(Memory::kForRadio));
    const smr::Connection late = scene.network.connect_to(smr::TcpService::kP1);
    const char* const telegram = "/ISK5\\2M550T-1012\r\n\r\n1-0:1.7.0(01.193*kW)\r\n!\r\n";
    scene.serial.feed(telegram, strlen(telegram));
    scene.run(smr::kSecond);
    CHECK_BYTES(scene.network.received(reader), scene.network.received_size(reader), telegram, strlen(telegram));
    // Another reader waits, and is not sent away.
    CHECK(!scene.network.is_accepted(late) && !scene.network.is_closed(late));
    scene.system.set_heap(with_free(Memory::kForRequests));
    scene.run(100);
    CHECK(scene.network.is_accepted(late));
}

TEST(what_the_meter_sent_meanwhile_comes_when_the_radio_has_memory_again) {
    WholeGateway& scene = short_of_memory(Memory::kForRequests);
    const smr::Connection reader = scene.network.connect_to(smr::TcpService::kP1);
    scene.run(smr::kSecond);
    scene.system.set_heap(with_free(Memory::kForRadio - 1));
    const char* const telegram = "/ISK5\\2M550T-1012\r\n\r\n1-0:1.7.0(01.193*kW)\r\n!\r\n";
    scene.serial.feed(telegram, strlen(telegram));
    scene.run(5 * smr::kSecond);
    CHECK_EQ(scene.network.received_size(reader), 0U);
    scene.system.set_heap(with_free(Memory::kForRadio));
    scene.run(100);
    CHECK_BYTES(scene.network.received(reader), scene.network.received_size(reader), telegram, strlen(telegram));
    // Without an end of it, readers give way: their connections hold memory.
    scene.system.set_heap(with_free(Memory::kForRadio - 1));
    scene.serial.feed(telegram, strlen(telegram));
    scene.run(smr::FanOut::kStallLimit + smr::kSecond, 100);
    CHECK(scene.network.is_aborted(reader));
}

TEST(answers_wait_for_memory_and_uploads_do_not) {
    http_world::World& world = http_world::fresh();
    const Memory little(Memory::kForAnswers - 1);
    const smr::Connection client = world.connect();
    const smr::Connection uploader = world.connect();
    world.send(client, "GET /sized HTTP/1.1\r\nHost: a\r\n\r\n");
    world.send(uploader, "POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nwhole one");
    for (unsigned count = 0; count < 20; ++count) {
        world.server.tick(world.now, little);
    }
    CHECK_EQ(world.network.received_size(client), 0U);
    CHECK_EQ(world.site.produced, 0U);
    CHECK_EQ(world.site.streamed, 9U);
    world.run(20);
    CHECK(world.got(client, "Content-Length: 1000"));
    CHECK_EQ(world.site.completed, 2U);
}
