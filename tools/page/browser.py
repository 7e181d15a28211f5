"""A reviewer's browser: headless Chromium that is driven by its keyboard only."""

import time

from axe_selenium_python import Axe
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

SIZES = {"wide": (1280, 900), "narrow": (390, 844)}


class Browser:
    def __init__(self, shots):
        options = webdriver.ChromeOptions()
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--force-device-scale-factor=1"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        service = webdriver.ChromeService("/usr/bin/chromedriver")
        self.driver = webdriver.Chrome(options=options, service=service)
        self.shots = shots
        self.waits = []
        self.size("wide")

    def size(self, name):
        width, height = SIZES[name]
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def scheme(self, name):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": name}]})

    def open(self, address):
        self.driver.get(address)
        self.check_console()

    def type(self, *keys):
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def run(self, script, *arguments):
        return self.driver.execute_script("return " + script, *arguments)

    def text(self, selector):
        return self.run(f"(document.querySelector({selector!r}) || {{}}).textContent || ''").strip()

    def row(self):
        """What says which record is shown: its row, and how many answers there are."""
        return self.run(
            "[document.querySelector('main section').dataset.page,"
            " (document.querySelector('input[name=row], input[name=record]') || {}).value,"
            " (document.querySelector('.numbers') || {}).textContent,"
            " (document.querySelector('.mine') || {}).textContent].join('|')")

    def wait(self, claim, what, seconds=5):
        end = time.monotonic() + seconds
        while not claim():
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain for {what}; the page says: {self.text('main')[:300]}")
            time.sleep(0.005)

    def press(self, *keys):
        """Presses keys of which the last one brings another record, and notes how long that takes."""
        before = self.row()
        self.run("performance.clearMeasures()")
        self.type(*keys)
        self.wait(lambda: self.row() != before, f"another record after {keys}")
        self.wait(lambda: self.run("performance.getEntriesByName('earshot-next').length") > 0, "the measure")
        self.waits.append(self.run("performance.getEntriesByName('earshot-next')[0].duration"))
        self.check_console()

    def tab_to(self, text):
        """Moves the focus with Tab to what has this name, and checks that the focus can be seen."""
        for _ in range(40):
            self.type(Keys.TAB)
            name = self.run(
                "(document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"
                " || '').trim()")
            if name.startswith(text):
                style = self.run("getComputedStyle(document.activeElement).outlineStyle")
                assert style not in ("none", ""), f"no focus to be seen on {name}"
                return
        raise AssertionError(f"Tab never reached {text}")

    def check_console(self):
        found = [entry for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
        assert not found, f"the console says: {found}"

    def look(self, name):
        """Screenshots in both sizes and colours; names, contrast and the rest are checked in each."""
        for size in SIZES:
            self.size(size)
            for scheme in ("light", "dark"):
                self.scheme(scheme)
                time.sleep(0.2)
                self.driver.save_screenshot(f"{self.shots}/{name}-{size}-{scheme}.png")
                self.check_axe(f"{name}, {size}, {scheme}")
            overflow = self.run("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{name}: {overflow} pixels wider than the {size} screen"
        self.size("wide")
        self.scheme("light")

    def check_axe(self, where):
        axe = Axe(self.driver)
        axe.inject()
        found = axe.run()["violations"]
        words = [
            f"{one['id']}: {node['html'][:120]} ({node.get('failureSummary', '')[:200]})"
            for one in found for node in one["nodes"]]
        assert not found, f"axe on {where}:\n" + "\n".join(words)

    def close(self):
        self.driver.quit()
