// The ringing tone of a telephone: off until it is switched on, which this browser remembers.
const button = document.querySelector("[data-ring]");
const KEPT = "ringing-tone";
let tone = null;

function start() {
  const audio = new AudioContext();
  const beat = () => {
    for (const [after, pitch] of [[0, 880], [0.18, 1175], [0.36, 880], [0.54, 1175]]) {
      const voice = audio.createOscillator();
      const volume = audio.createGain();
      voice.frequency.value = pitch;
      volume.gain.setValueAtTime(0.12, audio.currentTime + after);
      volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + after + 0.16);
      voice.connect(volume).connect(audio.destination);
      voice.start(audio.currentTime + after);
      voice.stop(audio.currentTime + after + 0.17);
    }
  };
  beat();
  const timer = setInterval(beat, 2000);
  return () => { clearInterval(timer); audio.close(); };
}

function show(on) {
  button.setAttribute("aria-pressed", String(on));
  if (on && tone === null) tone = start();
  if (!on && tone !== null) { tone(); tone = null; }
}

button.hidden = false;
button.addEventListener("click", () => {
  const on = button.getAttribute("aria-pressed") !== "true";
  localStorage.setItem(KEPT, on ? "on" : "off");
  show(on);
});
show(localStorage.getItem(KEPT) === "on");
