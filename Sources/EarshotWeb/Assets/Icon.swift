/// The icon in the browser's tab: an ear.
enum Icon {
  static let text = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#1d5c7c"/><path d="M6.5 12a5.5 5.5 0 0 1 11 0c0 3-2.9 3.3-2.9 5.100a2.2 2.2 0 0 1-4 1.3M9.500 12a2.5 2.5 0 0 1 5 0c0 1.4-1.3 1.700-1.3 2.800" fill="none" stroke="#fff" stroke-width="1.6" stroke-linecap="round"/></svg>
    """
}
