// Tells while a new password is typed what everybody is warned of. Nothing leaves the page; what the server
// thinks of the password decides.
const WORDS = ["とても弱い", "弱い", "ふつう", "強い", "とても強い"];
const DIGITS = "数字だけのパスワードは推測されやすく、おすすめできません。";
const LETTERS = "英字だけのパスワードは推測されやすく、おすすめできません。";
const BIRTHDAY = "生年月日が含まれています。お客様を知る人に推測されるおそれがあります。";
const PHONE = "電話番号が含まれています。お客様を知る人に推測されるおそれがあります。";

for (const box of document.querySelectorAll("[data-strength-of]")) {
  const input = document.getElementById(box.dataset.strengthOf);
  const meter = box.querySelector("meter");
  const word = box.querySelector(".strength-word");
  const list = box.querySelector(".strength-warnings");
  const spelled = (name) => (box.dataset[name] || "").split(",").filter(Boolean);
  input.addEventListener("input", () => {
    const plain = input.value.normalize("NFKC").toLowerCase();
    const joined = plain.replace(/[-‐‑‒–—―−ーｰ/.,_ 年月日]/g, "");
    const warnings = [];
    if (/^[0-9]+$/.test(plain)) warnings.push(DIGITS);
    if (/^[a-z]+$/.test(plain)) warnings.push(LETTERS);
    if (spelled("birthday").some((birthday) => joined.includes(birthday))) warnings.push(BIRTHDAY);
    if (spelled("phone").some((phone) => joined.includes(phone))) warnings.push(PHONE);
    const length = [...input.value].length;
    const score = length < 6 ? 0 : warnings.length || new Set(plain).size < 5 ? 1 : length < 9 ? 2 : length < 13 ? 3 : 4;
    box.hidden = length === 0;
    meter.value = score;
    meter.textContent = word.textContent = WORDS[score];
    list.replaceChildren(...warnings.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  });
}
