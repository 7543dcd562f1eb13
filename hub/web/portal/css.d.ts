declare module '*.css?inline' {
  /** The style sheet as text, for a constructed one. */
  const text: string;
  export default text;
}
