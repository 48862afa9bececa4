/** How a file is shown. */
export type MediaKind = "image" | "audio" | "video" | "text" | "file";

const KINDS: Readonly<Record<Exclude<MediaKind, "file">, readonly string[]>> = {
  image: ["png", "jpg", "jpeg", "webp", "gif", "avif", "svg", "bmp", "tif", "tiff", "heic"],
  audio: ["mp3", "wav", "ogg", "oga", "flac", "m4a", "opus", "aac"],
  video: ["mp4", "webm", "mov", "mkv", "avi", "m4v"],
  text: ["txt", "md", "csv", "json", "jsonl", "srt", "vtt", "log"],
};

/**
 * What kind of file it is, by its content type, else by the ending of its name.
 *
 * @example
 * mediaKind({ contentType: "application/octet-stream", filename: "out-0.webp" }); // "image"
 */
export function mediaKind(file: {
  readonly contentType?: string | null;
  readonly filename?: string;
}): MediaKind {
  const type = file.contentType?.toLowerCase() ?? "";
  const family = type.split("/", 1)[0];
  if (family === "image" || family === "audio" || family === "video") return family;
  if (family === "text" || /^application\/(?:[\w.-]+\+)?json\b/.test(type)) return "text";
  const ending = /\.([a-z0-9]{1,5})$/i.exec(file.filename ?? "")?.[1]?.toLowerCase() ?? "";
  for (const kind of ["image", "audio", "video", "text"] as const) {
    if (KINDS[kind].includes(ending)) return kind;
  }
  return "file";
}
