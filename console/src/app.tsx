export function App() { return <main>tocsin</main>; }
