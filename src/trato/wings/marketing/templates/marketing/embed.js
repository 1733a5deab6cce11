(() => {
  const here = document.currentScript;
  const asked = new URLSearchParams(location.search);
  const address = new URL("{{ address|escapejs }}");
  address.searchParams.set("embed", "");
  address.searchParams.set("page", location.href.split("#")[0].slice(0, 500));
  for (const [name, value] of asked) if (name.startsWith("utm_")) address.searchParams.set(name, value.slice(0, 500));
  const frame = document.createElement("iframe");
  Object.assign(frame, { src: address.href, title: here.dataset.title || document.title, loading: "lazy" });
  frame.style.cssText = "border:0;width:100%;height:480px;color-scheme:light dark";
  addEventListener("message", (event) => {
    if (event.source === frame.contentWindow && event.data && event.data.trato === "height") frame.style.height = Math.min(Number(event.data.height) || 480, 5000) + "px";
  });
  here.after(frame);
})();
