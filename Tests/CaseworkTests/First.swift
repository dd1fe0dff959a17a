import Casework
import Testing
